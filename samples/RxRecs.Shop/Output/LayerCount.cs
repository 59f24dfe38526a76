namespace RxRecs.Shop.Output;

/// <summary>How many events a layer has received.</summary>
internal sealed class LayerCount(string name)
{
    public string Name => name;

    public long Events { get; set; }
}
