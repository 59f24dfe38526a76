using Confluent.Kafka;
namespace RxRecs.Kafka;
/// <summary>x</summary>
public sealed record RecordLimits { internal static string? Check(ConsumeResult<byte[], byte[]> record) => null; }
