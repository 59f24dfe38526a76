using Microsoft.Extensions.Options;

namespace RxRecs.Hosting.Settings;

/// <summary>Checks what a pipeline over Kafka needs; the checks are generated of the attributes.</summary>
[OptionsValidator]
internal sealed partial class KafkaNeedsValidator : IValidateOptions<KafkaNeeds>;
