namespace RxRecs.Kafka;

/// <summary>Tells which clients take a property beyond those that every client takes.</summary>
[Flags]
internal enum PropertyScope
{
    None = 0,
    Consumer = 1,
    Producer = 2,
    Both = Consumer | Producer,
}
