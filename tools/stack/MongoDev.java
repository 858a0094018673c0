import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;

/** A stand-in that speaks MongoDB's protocol, for development: MongoDev HOST PORT FILE. */
public class MongoDev {
  public static void main(String[] args) throws Exception {
    H2Backend backend = new Backend(args[2]);
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

  /** As it comes, it reads all of a collection for whatever asks for more than `_id`: with some thousand tickets that is all it does. */
  private static class Backend extends H2Backend {
    /**
     * Below two fifths of live data a chunk of the file is written anew; as it comes, the store does so below nine tenths,
     * which held up all services for tenths of a second, more often the more it holds.
     */
    Backend(String file) { super(new MVStore.Builder().fileName(file).autoCompactFillRate(40).open()); }

    @Override protected MongoDatabase openOrCreateDatabase(String name) { return new Database(name); }

    private class Database extends H2Database {
      private static final String BY_ID = "_id, for lookups";

      Database(String name) { super(name, getMvStore(), getCursorRegistry()); }

      @Override protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        MongoCollection<Object> collection = super.openOrCreateCollection(name, options);
        // The store's own have no _id.
        if (!name.startsWith("system.")) collection.addIndex(openLookup(name, BY_ID, List.of(new IndexKey("_id", true)), false));
        return collection;
      }

      @Override public void dropCollection(String name, Oplog oplog) {
        MongoCollection<Object> collection = resolveCollection(name, false);
        if (collection != null && !name.startsWith("system.")) collection.dropIndex(BY_ID);
        super.dropCollection(name, oplog);
      }

      @Override protected Index<Object> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return openLookup(collection, name, keys, sparse);
      }

      private Lookup openLookup(String collection, String name, List<IndexKey> keys, boolean sparse) {
        MVMap.Builder<String, Object> ofText = new MVMap.Builder<String, Object>().keyType(StringDataType.INSTANCE);
        return new Lookup(getMvStore().openMap(getFullCollectionNamespace(collection) + "._lookup_" + name, ofText), name, keys, sparse);
      }
    }
  }

  /**
   * Finds documents by equal values of its fields, whatever else is asked of them, and a sparse one those that have its
   * field. Kept in the store's file: made anew from the documents, a start after some thousand tickets took minutes.
   */
  private static class Lookup extends Index<Object> {
    private static final Document PRESENT = new Document("$exists", true);
    /** Says that documents were added, even if a sparse one holds none of them; below every other entry. */
    private static final String IN_USE = "";
    /** The position of a document by its values and the position; those with the same values are neighbours. */
    private final MVMap<String, Object> positions;
    /** The values of a document that has none of the fields: null finds it, too. */
    private final Set<KeyValue> absent = getKeyValues(new Document());

    Lookup(MVMap<String, Object> positions, String name, List<IndexKey> keys, boolean sparse) {
      super(name, keys, sparse);
      this.positions = positions;
    }

    @Override public boolean canHandle(Document query) {
      return asksForPresence(query) || keys().stream().allMatch(key -> !key.contains(".") && query.containsKey(key) && isPlain(query.get(key)));
    }

    private boolean asksForPresence(Document query) {
      return isSparse() && !isCompoundIndex() && PRESENT.equals(query.get(keys().get(0)));
    }

    /** A sparse one does not know which documents lack its field, so it can't find them by null. */
    private boolean isPlain(Object value) {
      return value == null ? !isSparse() : value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    @Override public Iterable<Object> getPositions(Document query) {
      Set<Object> found = new LinkedHashSet<>();
      if (asksForPresence(query)) {
        addAllFrom("{", found);
        return found;
      }
      Document wanted = new Document();
      for (String key : keys()) wanted.append(key, query.get(key));
      for (KeyValue value : getKeyValues(wanted)) addAllFrom(before(value), found);
      if (wanted.values().stream().allMatch(value -> value == null)) absent.forEach(value -> addAllFrom(before(value), found));
      return found;
    }

    private void addAllFrom(String prefix, Set<Object> found) {
      for (Cursor<String, Object> at = positions.cursor(prefix); at.hasNext() && at.next().startsWith(prefix);) found.add(at.getValue());
    }

    /** How the entries of documents with these values begin. */
    private static String before(KeyValue values) { return values + "\0"; }
    private static String entry(KeyValue values, Object position) { return before(values) + new KeyValue(position); }

    @Override public void add(Document document, Object position, MongoCollection<Object> collection) {
      positions.putIfAbsent(IN_USE, true);
      Set<KeyValue> values = getKeyValues(document);
      if (isSparse() && values.equals(absent)) return;
      for (KeyValue value : values) positions.put(entry(value, position), position);
    }

    // A document's position is its _id.
    @Override public Object remove(Document document) {
      Object position = document.get("_id");
      removeAt(document, position);
      return position;
    }

    private void removeAt(Document document, Object position) {
      for (KeyValue value : getKeyValues(document)) positions.remove(entry(value, position));
    }

    @Override public void updateInPlace(Document before, Document now, Object position, MongoCollection<Object> collection) {
      if (nullAwareEqualsKeys(before, now)) return;
      removeAt(before, position);
      add(now, position, collection);
    }

    @Override public void checkAdd(Document document, MongoCollection<Object> collection) {}
    @Override public void checkUpdate(Document before, Document now, MongoCollection<Object> collection) {}
    @Override public Object getPosition(Document document) { return null; }
    @Override public long getCount() { return positions.sizeAsLong(); }
    @Override public long getDataSize() { return 0; }
    @Override public void drop() { positions.clear(); }
    @Override public boolean isUnique() { return false; }
  }
}
