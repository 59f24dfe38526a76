using CsvHelper;

namespace RxRecs.Benchmarks;

/// <summary>A row as CsvHelper's source generator reads it.</summary>
[CsvRecord]
public sealed partial class ShopRow
{
    [CsvColumn("event_time")]
    [CsvFormat("yyyy-MM-dd HH:mm:ss 'UTC'")]
    public DateTime EventTime { get; set; }

    [CsvColumn("event_type")]
    public string EventType { get; set; } = "";

    [CsvColumn("product_id")]
    public long ProductId { get; set; }

    [CsvColumn("category_id")]
    public long CategoryId { get; set; }

    [CsvColumn("category_code")]
    public string CategoryCode { get; set; } = "";

    [CsvColumn("brand")]
    public string Brand { get; set; } = "";

    [CsvColumn("price")]
    public decimal Price { get; set; }

    [CsvColumn("user_id")]
    public long UserId { get; set; }

    [CsvColumn("user_session")]
    public string UserSession { get; set; } = "";
}
