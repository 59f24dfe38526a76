using System.Text.Json;
using System.Text.Json.Serialization;

namespace RxRecs.Live.Pipeline;

/// <summary>The generated code for the items of lists, which are written once and kept.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListItem))]
internal sealed partial class ListItemJson : JsonSerializerContext;
