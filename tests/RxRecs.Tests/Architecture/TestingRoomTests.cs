using RxRecs.Testing;

namespace RxRecs.Tests.Architecture;

public sealed class TestingRoomTests() : RoomTests(typeof(OperatorLaws).Assembly);
