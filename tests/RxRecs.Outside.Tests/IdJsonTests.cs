using System.Text.Json;
using System.Text.Json.Serialization;

namespace RxRecs.Outside.Tests;

/// <summary>Ids in JSON that a user's project writes without reflection.</summary>
public sealed partial class IdJsonTests
{
    // Generated code makes the converter itself: this compiles because the converter is public.
    [Test]
    public void Id_WithGeneratedSerializer_IsANumberOrText() => Assert.That(
        JsonSerializer.Serialize(new Row(42, "SKU-7"), RowContext.Default.Row),
        Is.EqualTo("""{"User":42,"Item":"SKU-7"}"""));

    internal sealed record Row(Id User, Id Item);

    [JsonSerializable(typeof(Row))]
    private sealed partial class RowContext : JsonSerializerContext;
}
