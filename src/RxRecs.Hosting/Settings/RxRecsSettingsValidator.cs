using Microsoft.Extensions.Options;

namespace RxRecs.Hosting;

/// <summary>Checks the settings of any pipeline; the checks are generated of the attributes.</summary>
[OptionsValidator]
internal sealed partial class RxRecsSettingsValidator : IValidateOptions<RxRecsSettings>;
