using Microsoft.Extensions.Options;

namespace RxRecs.Hosting;

/// <summary>Says which settings are wrong, and nothing else: where in the host they were read helps nobody.</summary>
/// <param name="pipeline">The pipeline's name.</param>
/// <param name="problems">A sentence for each wrong setting.</param>
internal sealed class SettingsException(string pipeline, IEnumerable<string> problems)
    : OptionsValidationException(pipeline, typeof(RxRecsSettings), problems)
{
    /// <summary>Gives the sentences, without a stack.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Failures);
}
