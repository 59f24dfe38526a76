using Microsoft.Extensions.Options;

namespace RxRecs.Hosting;

/// <summary>Checks what a pipeline over Kafka needs; the checks are generated of the attributes.</summary>
[OptionsValidator]
internal sealed partial class KafkaNeedsValidator : IValidateOptions<KafkaNeeds>;
