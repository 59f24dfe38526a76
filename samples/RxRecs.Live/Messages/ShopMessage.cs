using System.Text.Json.Serialization;

namespace RxRecs.Live.Messages;

/// <summary>
/// One record of the log: an interaction, what the shop states of an item, or a change of a user. As JSON it is also
/// what the endpoints take; of an interaction it is the record that the other samples read and write.
/// </summary>
internal sealed record ShopMessage
{
    public const string Item = "item";
    public const string Forget = "forget";
    public const string Merge = "merge";

    /// <summary>Gives view, cart, remove_from_cart or purchase, or one of the three above.</summary>
    public string? EventType { get; init; }

    /// <summary>Tells when it happened; the server's time where the sender does not say.</summary>
    public DateTimeOffset? EventTime { get; init; }

    public Id? UserId { get; init; }

    public Id? ProductId { get; init; }

    public string? UserSession { get; init; }

    public Id? CategoryId { get; init; }

    public string? CategoryCode { get; init; }

    public string? Brand { get; init; }

    public decimal? Price { get; init; }

    public int? Quantity { get; init; }

    /// <summary>Tells whether an item may be shown: of an item only.</summary>
    public bool? Visible { get; init; }

    /// <summary>Tells whether an item can be bought: of an item only.</summary>
    public bool? InStock { get; init; }

    /// <summary>Gives the guest who becomes the user: of a merge only.</summary>
    public Id? GuestId { get; init; }

    /// <summary>Gives the sender's key and the place in the request: the pipeline takes each once.</summary>
    [JsonInclude]
    public string? Key { get; init; }
}
