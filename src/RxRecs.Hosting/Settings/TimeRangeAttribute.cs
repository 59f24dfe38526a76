using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace RxRecs.Hosting;

/// <summary>Checks a length of time; the framework's own attribute looks for converters by reflection.</summary>
/// <param name="least">The least, as text.</param>
/// <param name="most">The greatest, as text.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeRangeAttribute(string least, string most) : ValidationAttribute
{
    public string Least => least;

    public string Most => most;

    public override bool IsValid(object? value) => value is not TimeSpan time
        || (time >= TimeSpan.Parse(least, CultureInfo.InvariantCulture)
            && time <= TimeSpan.Parse(most, CultureInfo.InvariantCulture));
}
