using RxRecs.Interactions;
namespace RxRecs.Kafka;
/// <summary>x</summary>
public static class InteractionJson {/// <summary>x</summary>
 public static IRecordParser<Interaction> CreateParser() => null!; }
