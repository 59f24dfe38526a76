namespace RxRecs.Kafka.Architecture;

public sealed class EmbeddedBrokerRoomTests() : RoomTests(typeof(EmbeddedBroker).Assembly);
