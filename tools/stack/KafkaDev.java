import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One Kafka node for development: KafkaDev CLUSTER_ID DATA_DIR PROPERTIES.
 * A new data directory is formatted in the same JVM, which saves starting another one.
 */
public class KafkaDev {
  public static void main(String[] args) throws Exception {
    if (!Files.exists(Path.of(args[1], "meta.properties"))) {
      String[] format = {"format", "--cluster-id", args[0], "--config", args[2]};
      int code = kafka.tools.StorageTool.execute(format, System.out);
      if (code != 0) System.exit(code);
    }
    kafka.Kafka.main(new String[] {args[2]});
  }
}
