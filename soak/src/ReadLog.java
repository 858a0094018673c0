import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints every committed record of all topics with a prefix, up to where they end now: ReadLog BROKERS PREFIX TOPIC.
 * A line a record: topic, partition, offset, then in base64 key, ce_id, ce_subject, and the value for records of TOPIC.
 * Kafka's own client and not the one that the services use: it must not share what that may have wrong.
 */
public class ReadLog {
  public static void main(String[] args) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("isolation.level", IsolationLevel.READ_COMMITTED.toString());
    settings.put("enable.auto.commit", "false");
    settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
    settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
    StringBuilder out = new StringBuilder();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
          .filter(topic -> topic.getKey().startsWith(args[1]))
          .flatMap(topic -> topic.getValue().stream())
          .map(p -> new TopicPartition(p.topic(), p.partition()))
          .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // Read committed, the end is the last offset below which no transaction is open.
      Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions));
      while (!left.isEmpty()) {
        left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          out.append(record.topic()).append('\t').append(record.partition()).append('\t').append(record.offset());
          out.append('\t').append(base64(record.key()));
          out.append('\t').append(base64(last(record, "ce_id"))).append('\t').append(base64(last(record, "ce_subject")));
          out.append('\t').append(record.topic().equals(args[2]) ? base64(record.value()) : "").append('\n');
        }
        System.out.print(out);
        out.setLength(0);
      }
    }
    System.out.println("end");
  }

  private static byte[] last(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  private static String base64(byte[] bytes) {
    return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
  }
}
