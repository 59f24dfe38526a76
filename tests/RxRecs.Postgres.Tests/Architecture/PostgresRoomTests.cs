namespace RxRecs.Postgres.Architecture;

public sealed class PostgresRoomTests() : RoomTests(typeof(PostgresResultStore).Assembly);
