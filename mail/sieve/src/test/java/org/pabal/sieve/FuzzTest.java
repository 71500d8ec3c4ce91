// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pabal.sieve.Compilation.Compiled;
import org.pabal.sieve.Compilation.Refused;
import org.pabal.sieve.language.SieveCompiler;

/// Scripts that were broken at random: each gives errors or can be run, and nothing escapes.
class FuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String TOKENS =
            "; { } ( ) [ ] , \" : /* */ # text: \n. \\ ${ } ${1} :is :matches :regex :comparator 1G"
                    + " \"*\" [\"a\",\"b\"] if elsif else not anyof( allof( true keep; stop; require"
                    + " \uFEFF \u0000 한 \uD83D\uDE00 99999999999999999999 foreverypart{ }";

    private static final SieveLimits LIMITS =
            new SieveLimits(64 << 10, 32, 2_000, Duration.ofMillis(500), 1 << 10, 8, 4, 2);

    private final SieveCompiler compiler =
            new SieveCompiler(
                    SieveConfig.DEFAULT
                            .withExtensions(EnumSet.allOf(Extension.class))
                            .withLimits(LIMITS));

    private final OctetsMessage message =
            OctetsMessage.of(
                    """
                    From: alice@example.net
                    To: Bob <bob+x@example.org>, =?UTF-8?B?7JWI64WV?= <c@example.org>
                    Subject: {hex:BEC6BDCE} Hello
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary=b

                    --b
                    Content-Type: text/plain; charset=utf-8

                    안녕
                    --b
                    Content-Type: text/html

                    <p>x</p>
                    --b--
                    """);

    @Test
    void nothingEscapes() throws IOException {
        List<String> seeds = seeds();
        long seed = 20_261_121;
        Random random = new Random(seed);
        int compiled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String script = mutated(seeds, random);
            try {
                compiled += judge(script, seeds.get(random.nextInt(seeds.size())));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + " round " + round + ":\n" + script, e);
            }
        }
        assertThat(compiled).as("scripts that could be run").isGreaterThan(ROUNDS / 50);
    }

    private int judge(String script, String included) {
        ScriptSource source =
                (_, name) ->
                        name.length() % 2 == 0
                                ? Optional.of(included.getBytes(StandardCharsets.UTF_8))
                                : Optional.empty();
        return switch (compiler.compile(octets(script), source)) {
            case Refused(List<Finding> errors) -> {
                assertThat(errors).isNotEmpty();
                assertThat(errors).allMatch(each -> each.line() > 0 && each.column() > 0);
                yield 0;
            }
            case Compiled(Script runnable, _) -> {
                Outcome outcome = runnable.trace(message, new FixedSurroundings());
                assertThat(outcome.failure().isEmpty() || outcome.actions().size() == 1).isTrue();
                yield 1;
            }
        };
    }

    /// Half of them with single octets changed as well, so that they are no UTF-8.
    private static byte[] octets(String script) {
        byte[] octets = script.getBytes(StandardCharsets.UTF_8);
        if (octets.length > 0 && octets.length % 16 == 0) {
            octets[octets.length / 2] ^= (byte) 0x80;
        }
        return octets;
    }

    private static String mutated(List<String> seeds, Random random) {
        StringBuilder script = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && !script.isEmpty(); i++) {
            int from = random.nextInt(script.length());
            int to = Math.min(script.length(), from + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> script.delete(from, to);
                case 1 ->
                        script.insert(random.nextInt(script.length()), script.substring(from, to));
                case 2 -> script.setCharAt(from, (char) (' ' + random.nextInt(95)));
                case 3 -> {
                    String other = seeds.get(random.nextInt(seeds.size()));
                    int start = random.nextInt(other.length());
                    int end = Math.min(other.length(), start + random.nextInt(60));
                    script.replace(from, to, other.substring(start, end));
                }
                default -> {
                    String[] tokens = TOKENS.split(" ");
                    script.insert(from, tokens[random.nextInt(tokens.length)]);
                }
            }
        }
        return script.toString();
    }

    /// The scripts of the script tests.
    private static List<String> seeds() throws IOException {
        List<String> seeds = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(ScriptTest.root())) {
            for (Path file :
                    walk.filter(each -> each.toString().endsWith(".txt")).sorted().toList()) {
                for (String section : Files.readString(file).split("(?m)^== ")) {
                    if (section.startsWith("script")) {
                        seeds.add(section.substring(section.indexOf('\n') + 1));
                    }
                }
            }
        }
        seeds.removeIf(String::isBlank);
        return seeds;
    }
}
