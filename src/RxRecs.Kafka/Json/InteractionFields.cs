namespace RxRecs.Kafka.Json;

/// <summary>What is known of an interaction while its members are read.</summary>
internal struct InteractionFields
{
    /// <summary>No event time was read.</summary>
    public const long NoTime = -1;

    public long Ticks = NoTime;
    public Id Item;
    public Id User;
    public Id Category;
    public long Price = Interaction.NoPrice;
    public int Quantity = 1;
    public InteractionKind? Kind;
    public string? CategoryPath;
    public string? Brand;
    public string? Session;

    public InteractionFields()
    {
    }

    /// <summary>Makes the interaction.</summary>
    /// <returns>Null, or which member is missing.</returns>
    public readonly string? Make(out Interaction value)
    {
        value = default;
        if (Ticks == NoTime)
        {
            return "event_time is missing";
        }

        if (Kind is not { } kind)
        {
            return "event_type is missing";
        }

        if (Item.IsNone)
        {
            return "product_id is missing";
        }

        value = new Interaction(Ticks, kind, User, Item)
        {
            Category = Category,
            CategoryPath = CategoryPath,
            Brand = Brand,
            Session = Session,
            PriceInUnits = Price,
            Quantity = Quantity,
        };
        return null;
    }
}
