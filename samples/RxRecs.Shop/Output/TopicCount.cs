namespace RxRecs.Shop.Output;

/// <summary>The number of records of a topic that the broker has confirmed.</summary>
/// <param name="Topic">The topic, or what it holds.</param>
/// <param name="Records">The records.</param>
internal sealed record TopicCount(string Topic, long Records)
{
    public static ResultTable<TopicCount> Table { get; } = new("topic")
    {
        { "topic", "Topic", topic => topic.Topic },
        { "records", "Records confirmed", topic => topic.Records, "#,0" },
    };
}
