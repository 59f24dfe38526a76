namespace RxRecs.Csv.Tests.Architecture;

public sealed class CsvRoomTests() : RoomTests(typeof(ShopFile).Assembly);
