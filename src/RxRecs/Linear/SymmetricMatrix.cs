namespace RxRecs.Recommenders;

/// <summary>
/// A symmetric matrix in single precision, of which the tiles on and below the diagonal are kept: half of the numbers.
/// What fills the last tiles up is the unit matrix, which stays so.
/// </summary>
internal sealed class SymmetricMatrix
{
    private readonly float[][] _tiles;

    public SymmetricMatrix(int size)
    {
        Size = size;
        TileRows = TileRowsOf(size);
        _tiles = new float[TilesOf(size)][];
        for (var i = 0; i < _tiles.Length; i++)
        {
            _tiles[i] = new float[Tile.Length];
        }

        for (var i = size; i < TileRows * Tile.Size; i++)
        {
            this[i, i] = 1;
        }
    }

    public int Size { get; }

    public int TileRows { get; }

    /// <summary>An entry; its row is not before its column.</summary>
    public float this[int row, int column]
    {
        get => TileAt(row / Tile.Size, column / Tile.Size)[PlaceOf(row, column)];
        set => TileAt(row / Tile.Size, column / Tile.Size)[PlaceOf(row, column)] = value;
    }

    public static int TileRowsOf(int size) => (size + Tile.Size - 1) / Tile.Size;

    /// <summary>Counts the tiles of a matrix.</summary>
    public static int TilesOf(int size) => TileRowsOf(size) * (TileRowsOf(size) + 1) / 2;

    /// <summary>A tile on or below the diagonal.</summary>
    public float[] TileAt(int row, int column) => _tiles[(row * (row + 1) / 2) + column];

    private static int PlaceOf(int row, int column) => (row % Tile.Size * Tile.Size) + (column % Tile.Size);
}
