namespace RxRecs.Shop.Broker;

/// <summary>The beginning of a topic.</summary>
/// <param name="Time">The earliest event time that is left, within the lateness.</param>
/// <param name="HasLostRecords">Tells whether older records of a partition have been deleted.</param>
internal readonly record struct TopicBegin(DateTimeOffset Time, bool HasLostRecords);
