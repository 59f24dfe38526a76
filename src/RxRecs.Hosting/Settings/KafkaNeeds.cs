using System.ComponentModel.DataAnnotations;

namespace RxRecs.Hosting;

/// <summary>Tells what a pipeline over Kafka needs, and another does not.</summary>
internal sealed class KafkaNeeds(RxRecsSettings settings)
{
    [Required(ErrorMessage = "{0} is missing: name the brokers (host:port), there or as the connection string.")]
    public string? BootstrapServers => settings.BootstrapServers;

    [Required(ErrorMessage = "{0} is missing: Beginning or End, where nothing is committed or saved yet.")]
    [EnumDataType(typeof(PipelineStart), ErrorMessage = "{0} must be Beginning or End.")]
    public PipelineStart? Start => settings.Start;
}
