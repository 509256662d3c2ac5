//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Globalization;
using System.Reflection;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// One test of the managed stack's suite, with one row of its data.
/// </summary>
internal sealed class SuiteTest
{
    /// <summary>What an outcome begins with where the stack lacks what the test is about.</summary>
    public const string Skipped = "skipped: ";

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly MethodInfo _method;
    private readonly object[] _arguments;

    private SuiteTest(MethodInfo method, object[] arguments)
    {
        _method = method;
        _arguments = arguments;
    }

    public static IReadOnlyList<SuiteTest> All { get; } =
    [
        .. from type in typeof(StackUnderTest).Assembly.GetTypes()
           where type.IsDefined(typeof(TestClassAttribute))
           orderby type.Name
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.IsDefined(typeof(TestMethodAttribute))
           from arguments in Rows(method)
           select new SuiteTest(method, arguments),
    ];

    public string Name =>
        $"{_method.DeclaringType!.Name}.{_method.Name}({string.Join(", ", _arguments.Select(Format))})";

    /// <summary>
    /// Runs the test over a stack.
    /// </summary>
    /// <returns>The empty string where it passed; else, in one line, why it did not.</returns>
    public string Run(string stack)
    {
        string outcome = "it hangs";
        Thread thread = new(() =>
        {
            StackUnderTest.Choose(random => Stacks.Create(stack, random));

            try
            {
                _method.Invoke(null, _arguments);
                outcome = "";
            }
            catch (TargetInvocationException wrapped) when (wrapped.InnerException is SkipTestException skip)
            {
                outcome = Skipped + skip.Message;
            }
            catch (TargetInvocationException wrapped)
            {
                outcome = Describe(wrapped.InnerException!);
            }
        });

        thread.Start();
        return thread.Join(TimeLimit) ? outcome : "it hangs";
    }

    private static IEnumerable<object[]> Rows(MethodInfo method)
    {
        object[][] rows = [.. method.GetCustomAttributes<DataRowAttribute>().Select(row => row.MethodParameters)];

        return rows.Length > 0 ? rows : [[]];
    }

    private static string Format(object argument) => Convert.ToString(argument, CultureInfo.InvariantCulture)!;

    private static string Describe(Exception exception)
    {
        IEnumerable<string> lines = exception.Message.Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && line.Any(letter => letter is not ('↓' or '↑' or ' ')));
        string text = string.Join(" ", lines);

        return text.Length > 160 ? text[..160] : text;
    }
}
