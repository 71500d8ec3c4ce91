// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pabal.sieve.Action;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.FixedSurroundings;
import org.pabal.sieve.OctetsMessage;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.language.SieveCompiler;

/// Whole scripts that look into and edit hostile and broken messages.
class ScriptedEditsTest {
    private static final String REQUIRE =
            "require [\"foreverypart\", \"mime\", \"replace\", \"enclose\", \"extracttext\","
                    + " \"editheader\", \"body\", \"variables\", \"index\", \"date\"];\n";

    /// A clock that stands still: steps alone bound these runs, however slow the machine is.
    private static Outcome run(String script, byte[] message) {
        Compilation compiled =
                new SieveCompiler(SieveConfig.DEFAULT, () -> 0)
                        .compile(
                                (REQUIRE + script).getBytes(StandardCharsets.UTF_8),
                                ScriptSource.NONE);
        assertThat(compiled).isInstanceOf(Compilation.Compiled.class);
        return ((Compilation.Compiled) compiled)
                .script()
                .run(new OctetsMessage(message), new FixedSurroundings());
    }

    private static SieveMessage kept(Outcome outcome) {
        return outcome.actions().stream()
                .filter(Action.Keep.class::isInstance)
                .map(action -> ((Action.Keep) action).message())
                .findFirst()
                .orElseThrow();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String nested(int depth) {
        StringBuilder message = new StringBuilder("Subject: nested\r\n");
        for (int i = 0; i < depth; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b").append(i);
            message.append("\r\n\r\n--b").append(i).append("\r\n");
        }
        return message.append("\r\ninnermost\r\n").toString();
    }

    /// THREATS M01.
    @Test
    void multipartsNestedTenThousandDeep() {
        Outcome outcome =
                run(
                        "foreverypart { extracttext \"t\"; if header :mime :anychild :type"
                                + " \"content-type\" \"text\" { addheader \"X-Seen\" \"1\"; } }\n"
                                + "if body :contains \"innermost\" { addheader \"X-Body\" \"1\"; }",
                        latin1(nested(10_000)));
        assertThat(outcome.failure()).isEmpty();
        SieveMessage kept = kept(outcome);
        assertThat(kept.scan()).isEqualTo(HeldMessage.scan(HeldMessage.all(kept)));
    }

    /// THREATS M02.
    @Test
    void messagesNestedInMessages() {
        String message =
                "Content-Type: message/rfc822\r\n\r\n".repeat(5_000) + "Subject: in\r\n\r\nx";
        Outcome outcome =
                run(
                        "if header :mime :anychild \"subject\" \"in\" { discard; }\n"
                                + "foreverypart { foreverypart { foreverypart { break; } } }\n"
                                + "enclose \"text\"; enclose \"text\";",
                        latin1(message));
        assertThat(outcome.failure()).isEmpty();
        SieveMessage kept = kept(outcome);
        assertThat(kept.scan()).isEqualTo(HeldMessage.scan(HeldMessage.all(kept)));
    }

    private static byte[] manyParts(int parts) {
        StringBuilder message =
                new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < parts; i++) {
            message.append("--b\r\nContent-Type: text/plain\r\n\r\npart ").append(i).append("\r\n");
        }
        return latin1(message.append("--b--\r\n").toString());
    }

    /// THREATS M05: each of ten thousand parts is replaced, within the steps of a run.
    @Test
    void tenThousandPartsAreReplaced() {
        Outcome outcome =
                run(
                        "foreverypart { if header :mime :type \"content-type\" \"text\""
                                + " { replace \"new\"; } }",
                        manyParts(9_000));
        assertThat(outcome.failure()).isEmpty();
        SieveMessage kept = kept(outcome);
        String text = HeldMessage.text(kept);
        assertThat(text).doesNotContain("part 1").endsWith("new\r\n--b--\r\n");
        assertThat(kept.scan().root().children()).hasSize(9_000);
    }

    /// THREATS V05: loops in loops end by their steps, and the mail is kept as it came.
    @Test
    void loopsOverManyPartsAreStopped() {
        byte[] message = manyParts(20_000);
        Outcome outcome =
                run(
                        "foreverypart { foreverypart { if exists :mime :anychild \"x\" { stop; } } }"
                                + " foreverypart { if exists :mime :anychild \"x\" { stop; } }"
                                + " foreverypart { extracttext \"t\"; }",
                        message);
        assertThat(outcome.failure()).isPresent();
        assertThat(outcome.actions()).hasSize(1);
        assertThat(HeldMessage.all(kept(outcome))).isEqualTo(message);
    }

    /// What a script may put into a message is bounded.
    @Test
    void aScriptCannotBlowUpAMessage() {
        String script =
                "set \"a\" \"0123456789 0123456789 0123456789 \";\n"
                        + "set \"a\" \"${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}\";\n".repeat(3)
                        + "foreverypart { foreverypart { addheader \"X\" \"${a}\"; } }";
        Outcome outcome = run(script, manyParts(2_000));
        assertThat(outcome.failure().orElseThrow().text()).contains("adds too much");
        Outcome replaced =
                run(
                        "set \"a\" \"0123456789\";\n"
                                + "set \"a\" \"${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}\";\n"
                                        .repeat(3)
                                + "foreverypart { if header :mime :type \"content-type\" \"text\""
                                + " { replace \"${a}\"; } }",
                        manyParts(2_000));
        assertThat(replaced.failure().orElseThrow().text()).contains("adds too much");
    }

    private static final List<String> STATEMENTS =
            List.of(
                    "addheader \"X-One\" \"한 줄\";",
                    "addheader :last \"X-Two\" \"2\";",
                    "deleteheader \"Subject\";",
                    "deleteheader :index 1 :last \"X-Gone\";",
                    "deleteheader \"Content-Type\";",
                    "foreverypart { replace \"--x\\n텍스트\"; }",
                    "foreverypart { if header :mime :type \"content-type\" \"text\" { replace \"t\"; } }",
                    "foreverypart { foreverypart { replace :mime \"Content-Type: text/html\n\n<p>\"; break; } }",
                    "foreverypart { extracttext \"t\"; if header :mime :subtype \"content-type\" \"rfc822\""
                            + " { replace \"${t}\"; break; } addheader \"X-Round\" \"1\"; }",
                    "foreverypart :name \"o\" { foreverypart { if header :mime :contenttype \"content-type\""
                            + " \"text/plain\" { replace \"\"; } else { break :name \"o\"; } } }",
                    "replace :subject \"s\" :from \"a@b.example\" \"whole\";",
                    "replace :mime \"Content-Type: multipart/mixed; boundary=q\n\n--q\n\na\n--q--\n\";",
                    "enclose :headers [\"From\", \"X-Raw\"] \"above\";",
                    "enclose :subject \"주제\" \"above\";",
                    "if body :raw :contains \"--\" { addheader \"X-Body\" \"1\"; }",
                    "if body :content \"\" :contains \"zzz\" { discard; }",
                    "if body :text :matches \"*e*\" { addheader \"X-Text\" \"1\"; }",
                    "if header :mime :anychild :param \"charset\" :contains \"content-type\" \"\" { keep; }",
                    "if date :index 1 :last \"date\" \"year\" \"2026\" { keep; }");

    private static void edit(byte[] message, Random random, String what) {
        StringBuilder script = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            script.append(STATEMENTS.get(random.nextInt(STATEMENTS.size()))).append('\n');
        }
        Outcome outcome = run(script.toString(), message);
        for (Action action : outcome.actions()) {
            if (action
                    instanceof
                    Action.Keep(SieveMessage kept, Optional<List<String>> _, boolean _)) {
                byte[] all = HeldMessage.all(kept);
                assertThat(all).as("%s: %s", what, script).hasSize((int) kept.octets());
                assertThat(kept.scan()).as("%s: %s", what, script).isEqualTo(HeldMessage.scan(all));
                assertThat(kept.header())
                        .as("%s: %s", what, script)
                        .isEqualTo(kept.scan().header());
            }
        }
    }

    @Test
    void anyScriptOnAnyMessageGivesOneThatScans() {
        for (int seed = 1; seed <= 1500; seed++) {
            Random random = new Random(seed);
            boolean sound = random.nextBoolean();
            edit(
                    sound ? RandomMessages.sound(random) : RandomMessages.broken(random),
                    random,
                    "seed " + seed);
        }
    }

    @Test
    void anyScriptOnMessagesOfOthersGivesOneThatScans() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of(folder()))) {
            all.filter(file -> file.toString().endsWith(".msg")).sorted().forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(10);
        for (Path file : files) {
            byte[] message = Files.readAllBytes(file);
            for (int seed = 1; seed <= 60; seed++) {
                edit(message, new Random(seed), file.getFileName() + ", seed " + seed);
            }
        }
    }

    private static String folder() {
        var place = ScriptedEditsTest.class.getResource("/edited-messages/SOURCE.md");
        assertThat(place).isNotNull();
        return Path.of(place.getPath()).getParent().toString();
    }

    /// An enclosed message is there octet for octet, whatever it is.
    @Test
    void whatIsEnclosedStaysAsItIs() {
        for (int seed = 1; seed <= 500; seed++) {
            byte[] message = RandomMessages.broken(new Random(seed));
            Outcome outcome = run("enclose \"above\";", message);
            assertThat(outcome.failure()).as("seed %d", seed).isEmpty();
            SieveMessage kept = kept(outcome);
            String text = HeldMessage.text(kept);
            assertThat(text)
                    .as("seed %d", seed)
                    .contains(
                            "\r\n\r\n"
                                    + new String(message, StandardCharsets.ISO_8859_1)
                                    + "\r\n--=_");
            assertThat(kept.scan().root().children()).as("seed %d", seed).hasSize(2);
        }
    }
}
