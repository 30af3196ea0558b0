using System.Globalization;

namespace NeuralGpu;

/// <summary>The dictionary in the header of a NumPy array file: a Python literal with exactly three entries, such as <c>{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4), }</c>.</summary>
/// <param name="Description">The type of the numbers.</param>
/// <param name="IsFortranOrder">Whether the array is stored column by column.</param>
/// <param name="Shape">The sizes, last fastest.</param>
internal sealed record NpyDictionary(string Description, bool IsFortranOrder, IReadOnlyList<long> Shape)
{
    /// <exception cref="DataFormatException">The text is not such a dictionary.</exception>
    public static NpyDictionary Parse(string text, string path) => new Parser(text, path).Parse();

    private ref struct Parser(string text, string path)
    {
        private int at;

        public NpyDictionary Parse()
        {
            string? description = null;
            bool? isFortranOrder = null;
            List<long>? shape = null;
            Require('{');
            while (!Accept('}'))
            {
                string key = ReadText();
                Require(':');
                switch (key)
                {
                    case "descr" when description is null:
                        description = ReadDescription();
                        break;
                    case "fortran_order" when isFortranOrder is null:
                        isFortranOrder = ReadBoolean();
                        break;
                    case "shape" when shape is null:
                        shape = ReadShape();
                        break;
                    default:
                        throw Unexpected($"the key {Quoted.Text(key)}", "the keys descr, fortran_order and shape, each once");
                }
                if (Accept(','))
                    continue;
                Require('}');
                break;
            }
            SkipBlanks();
            if (at < text.Length)
                throw Unexpected(Quoted.Text(text[at..].TrimEnd()), "nothing after the dictionary");
            if (description is null || isFortranOrder is null || shape is null)
                throw Unexpected($"no {(description is null ? "descr" : isFortranOrder is null ? "fortran_order" : "shape")}", "the keys descr, fortran_order and shape");
            return new(description, isFortranOrder.Value, shape);
        }

        private string ReadDescription()
        {
            SkipBlanks();
            if (at < text.Length && text[at] == '[')
                throw new DataFormatException($"{path}: found an array of records, expected a matrix of numbers of one type; convert it with numpy.lib.recfunctions.structured_to_unstructured.");
            return ReadText();
        }

        private string ReadText()
        {
            SkipBlanks();
            char quote = at < text.Length ? text[at] : '\0';
            int end = quote is '\'' or '"' ? text.IndexOf(quote, at + 1) : -1;
            if (end < 0)
                throw Unexpected(Found(), "a text between quotes");
            string read = text[(at + 1)..end];
            at = end + 1;
            return read;
        }

        private bool ReadBoolean()
        {
            SkipBlanks();
            foreach (bool value in (ReadOnlySpan<bool>)[true, false])
            {
                string word = value ? "True" : "False";
                if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
                {
                    at += word.Length;
                    return value;
                }
            }
            throw Unexpected(Found(), "True or False");
        }

        private List<long> ReadShape()
        {
            var sizes = new List<long>();
            Require('(');
            while (!Accept(')'))
            {
                sizes.Add(ReadSize());
                if (Accept(','))
                    continue;
                Require(')');
                break;
            }
            return sizes;
        }

        private long ReadSize()
        {
            SkipBlanks();
            int start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (long.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long size))
                return size;
            at = start;
            throw Unexpected(Found(), $"a whole number from 0 to {long.MaxValue}");
        }

        private void Require(char expected)
        {
            if (!Accept(expected))
                throw Unexpected(Found(), $"'{expected}'");
        }

        private bool Accept(char expected)
        {
            SkipBlanks();
            if (at >= text.Length || text[at] != expected)
                return false;
            at++;
            return true;
        }

        private void SkipBlanks()
        {
            while (at < text.Length && (text[at] is ' ' or '\n' or '\t' or '\r'))
                at++;
        }

        private readonly string Found() => at < text.Length ? Quoted.Text(text[at..].TrimEnd()) : "its end";

        private readonly DataFormatException Unexpected(string found, string expected) => new($"{path}: found {found} in the array's header, expected {expected}; the file is damaged: copy or save it again.");
    }
}
