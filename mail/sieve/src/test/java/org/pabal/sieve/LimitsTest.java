// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pabal.sieve.Compilation.Compiled;
import org.pabal.sieve.Compilation.Refused;
import org.pabal.sieve.language.SieveCompiler;

/// Bounds that a line in a script file cannot reach.
class LimitsTest {
    private static final OctetsMessage MESSAGE = OctetsMessage.of("Subject: x\n\nbody\n");

    private static Compilation compile(String script) {
        return compile(new SieveCompiler(SieveConfig.DEFAULT), script, ScriptSource.NONE);
    }

    private static Compilation compile(SieveCompiler compiler, String script, ScriptSource source) {
        return compiler.compile(script.getBytes(StandardCharsets.UTF_8), source);
    }

    private static Finding error(Compilation compilation) {
        return ((Refused) compilation).errors().getFirst();
    }

    private static Script script(Compilation compilation) {
        return ((Compiled) compilation).script();
    }

    /// THREATS V04.
    @Test
    void whatIsNestedTooDeepIsRefused() {
        int many = 10_000;
        List<String> scripts =
                List.of(
                        "if true {".repeat(many) + "}".repeat(many),
                        "if " + "not ".repeat(many) + "true { stop; }",
                        "if " + "anyof(".repeat(many) + "true" + ")".repeat(many) + "{ stop; }",
                        "if true {".repeat(many));
        for (String script : scripts) {
            assertThat(error(compile(script)).text()).contains("nested 32 deep");
        }
        int fits = 31; // the outermost is the script itself
        String nested = "if true {".repeat(fits) + "}".repeat(fits);
        assertThat(compile(nested)).isInstanceOf(Compiled.class);
    }

    /// THREATS V04.
    @Test
    void whatIsTooLongIsRefused() {
        String script = "#" + "x".repeat(1 << 20);
        assertThat(error(compile(script)).text()).contains("262144 octets");
    }

    /// THREATS V05.
    @Test
    void scriptsThatIncludeOthersAgainAndAgainAreStopped() {
        ScriptSource doubling =
                (_, name) -> {
                    int number = Integer.parseInt(name);
                    String text =
                            number == 0
                                    ? "keep;"
                                    : "require \"include\";"
                                            + ("include \"" + (number - 1) + "\";").repeat(4);
                    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
                };
        Compilation compilation =
                compile(
                        new SieveCompiler(SieveConfig.DEFAULT),
                        "require \"include\"; include \"20\";",
                        doubling);
        Outcome outcome = script(compilation).run(MESSAGE, new FixedSurroundings());
        assertThat(outcome.failure().orElseThrow().text()).contains("takes too long");
        assertThat(outcome.actions()).singleElement().isInstanceOf(Action.Keep.class);
    }

    @Test
    void scriptsIncludedTooDeepAreRefused() {
        ScriptSource endless =
                (_, name) ->
                        Optional.of(
                                ("require \"include\"; include \"" + name + "x\";")
                                        .getBytes(StandardCharsets.UTF_8));
        Compilation compilation =
                compile(
                        new SieveCompiler(SieveConfig.DEFAULT),
                        "require \"include\"; include \"x\";",
                        endless);
        assertThat(error(compilation).text()).contains("too many scripts are included");
    }

    /// THREATS V05: by a clock that makes a nanosecond of each look at it.
    @Test
    void workThatTakesTooLongIsStoppedAndWaitingIsNot() {
        String regex = "require \"regex\"; if header :regex \"x\" \"(a|b|ab)*c\" { stop; } ";
        OctetsMessage large = OctetsMessage.of("X: " + "ab".repeat(200_000) + "\n\n");
        AtomicLong fast = new AtomicLong();
        SieveCompiler slowed =
                new SieveCompiler(
                        SieveConfig.DEFAULT, () -> fast.addAndGet(Duration.ofSeconds(1).toNanos()));
        Script heavy = script(compile(slowed, regex, ScriptSource.NONE));
        Outcome stopped = heavy.run(large, new FixedSurroundings());
        assertThat(stopped.failure().orElseThrow().text()).contains("takes too long");
        Outcome light = heavy.run(MESSAGE, new FixedSurroundings());
        assertThat(light.failure()).as("the clock alone ends no run").isEmpty();
    }

    /// THREATS V06: what is not kept in a variable is bounded too.
    @Test
    void aTextOfManyVariablesIsBounded() {
        String script =
                "require [\"variables\"]; set \"a\" \""
                        + "x".repeat(8_000)
                        + "\"; if string :contains \""
                        + "${a}".repeat(20_000)
                        + "\" \"y\" { stop; }";
        Outcome outcome = script(compile(script)).run(MESSAGE, new FixedSurroundings());
        assertThat(outcome.failure().orElseThrow().text()).contains("grows beyond");
    }

    @Test
    void aScriptHas256VariablesNotMore() {
        StringBuilder script = new StringBuilder("require \"variables\";\n");
        Stream.iterate(0, i -> i + 1)
                .limit(257)
                .forEach(i -> script.append("set \"v").append(i).append("\" \"x\";\n"));
        Finding error = error(compile(script.toString()));
        assertThat(error.line()).isEqualTo(258);
        assertThat(error.text()).contains("256 variables");
    }

    @Test
    void aScriptIsUtf8() {
        byte[] octets = "keep; # \u00e9".getBytes(StandardCharsets.ISO_8859_1);
        Compilation compilation =
                new SieveCompiler(SieveConfig.DEFAULT).compile(octets, ScriptSource.NONE);
        assertThat(error(compilation)).isEqualTo(new Finding(1, 9, error(compilation).text()));
        assertThat(compile("\uFEFFkeep;")).isInstanceOf(Compiled.class);
    }
}
