namespace RxRecs;

/// <summary>Tells what is known of an interaction while its members are read.</summary>
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

    /// <summary>Makes a member unknown again, as a later one of the same name says.</summary>
    public void Forget(InteractionMember member)
    {
        var none = new InteractionFields();
        switch (member)
        {
            case InteractionMember.Time:
                Ticks = none.Ticks;
                break;
            case InteractionMember.Kind:
                Kind = none.Kind;
                break;
            case InteractionMember.Item:
                Item = none.Item;
                break;
            case InteractionMember.Category:
                Category = none.Category;
                break;
            case InteractionMember.User:
                User = none.User;
                break;
            case InteractionMember.CategoryPath:
                CategoryPath = none.CategoryPath;
                break;
            case InteractionMember.Brand:
                Brand = none.Brand;
                break;
            case InteractionMember.Session:
                Session = none.Session;
                break;
            case InteractionMember.Price:
                Price = none.Price;
                break;
            default:
                Quantity = none.Quantity;
                break;
        }
    }

    /// <summary>Makes the interaction.</summary>
    /// <returns>Null on success; otherwise the name of the member that is missing.</returns>
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
