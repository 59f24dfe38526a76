namespace RxRecs.Shop.Output;

/// <summary>The number of events that a layer has received.</summary>
internal sealed class LayerCount(string name)
{
    public string Name => name;

    public long Events { get; set; }
}
