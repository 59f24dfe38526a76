namespace RxRecs.Sqlite.Architecture;

public sealed class SqliteRoomTests() : RoomTests(typeof(SqliteResultStore).Assembly);
