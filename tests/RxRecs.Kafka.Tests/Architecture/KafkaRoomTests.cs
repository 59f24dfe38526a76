namespace RxRecs.Kafka.Architecture;

public sealed class KafkaRoomTests() : RoomTests(typeof(KafkaSource).Assembly);
