import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

/** A stand-in that speaks MongoDB's protocol, for development: MongoDev HOST PORT FILE. */
public class MongoDev {
  public static void main(String[] args) throws Exception {
    H2Backend backend = new H2Backend(args[2]);
    // Its own wire version (8) is below what the driver of mongoose 9 asks for (9, MongoDB 4.4).
    backend.version(new MongoVersion() {
      @Override public int getWireVersion() { return 9; }
      @Override public List<Integer> getVersionArray() { return List.of(4, 4, 0); }
    });
    MongoServer server = new MongoServer(backend);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    server.bind(args[0], Integer.parseInt(args[1]));
    System.out.println("MongoDev is ready");
    Thread.currentThread().join();
  }
}
