using System.Text.Json.Serialization;

namespace RxRecs.Live.Messages;

/// <summary>
/// One record of the log: an interaction, what the shop states of an item, or a change of a user. As JSON it is also
/// what the endpoints take; of an interaction it is the record that the other samples read and write.
/// </summary>
/// <remarks>
/// Members can be set: with <c>init</c> the generated reader collects all of them in boxes first, for every event.
/// </remarks>
internal sealed record ShopMessage
{
    public const string Item = "item";
    public const string Forget = "forget";
    public const string Merge = "merge";

    /// <summary>Gives view, cart, remove_from_cart or purchase, or one of the three above.</summary>
    public string? EventType { get; set; }

    /// <summary>Tells when it happened, in UTC where it has no offset; the server's time where the sender does not
    /// say.</summary>
    [JsonConverter(typeof(UtcTimeConverter))]
    public DateTimeOffset? EventTime { get; set; }

    public Id? UserId { get; set; }

    public Id? ProductId { get; set; }

    public string? UserSession { get; set; }

    public Id? CategoryId { get; set; }

    public string? CategoryCode { get; set; }

    public string? Brand { get; set; }

    public decimal? Price { get; set; }

    public int? Quantity { get; set; }

    /// <summary>Tells whether an item may be shown: of an item only.</summary>
    public bool? Visible { get; set; }

    /// <summary>Tells whether an item can be bought: of an item only.</summary>
    public bool? InStock { get; set; }

    /// <summary>Gives the guest who becomes the user: of a merge only.</summary>
    public Id? GuestId { get; set; }

    /// <summary>Gives the <see cref="RequestPart"/> of a request that had a key: each is taken once.</summary>
    [JsonInclude]
    public string? Key { get; set; }
}
