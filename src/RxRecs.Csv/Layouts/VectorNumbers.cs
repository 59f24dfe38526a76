using System.Globalization;
using RxRecs.Recommenders;

namespace RxRecs.Csv;

/// <summary>The numbers of the vector that is read.</summary>
internal sealed class VectorNumbers
{
    private readonly float[] _numbers = new float[ItemVectors<Id>.MostDimensions];
    private int _count;

    public ReadOnlyMemory<float> Read => _numbers.AsMemory(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Takes the next number.</summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    public string? Add(ReadOnlySpan<byte> text)
    {
        if (_count == _numbers.Length)
        {
            return $"the vector has more than {_numbers.Length:N0} numbers";
        }

        if (!TryParse(text, out var number))
        {
            return FieldProblem.Describe($"number {_count + 1}", text, "is not a number");
        }

        _numbers[_count++] = number;
        return float.IsFinite(number) ? null : FieldProblem.Describe($"number {_count}", text, "is not finite");
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out float number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
