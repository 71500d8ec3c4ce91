// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.pabal.testkit.Transcript.Step;

/// Plays a transcript on a stage. A failure names file and line, what was expected and what came,
/// and shows the conversation so far.
public final class TranscriptPlayer {

    /// Generous, as machines that build are busy: it only passes when a server is stuck.
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Transcript transcript;
    private final Stage stage;
    private final Duration deadline;
    private final LinePattern patterns = new LinePattern();
    private final TreeMap<Integer, TranscriptConnection> connections = new TreeMap<>();
    private final List<String> conversation = new ArrayList<>();

    private TranscriptPlayer(Transcript transcript, Stage stage, Duration deadline) {
        this.transcript = transcript;
        this.stage = stage;
        this.deadline = deadline;
    }

    /// @throws AssertionError when the server or the stage is not as the transcript says
    public static void play(Transcript transcript, Stage stage) {
        play(transcript, stage, DEADLINE);
    }

    /// @param deadline of each single step
    public static void play(Transcript transcript, Stage stage, Duration deadline) {
        new TranscriptPlayer(transcript, stage, deadline).play();
    }

    private void play() {
        try {
            for (Step step : transcript.steps()) {
                within(step);
            }
            connections.forEach(this::nothingLeft);
        } finally {
            connections.values().forEach(TranscriptConnection::close);
        }
    }

    private void within(Step step) {
        Callable<Boolean> play =
                () -> {
                    play(step);
                    return true;
                };
        var task = new FutureTask<>(play);
        Thread.ofVirtual().name("transcript").start(task);
        try {
            task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failure(step, "nothing more came within " + deadline, received(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(step, "interrupted", received(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mismatch mismatch) {
                throw failure(step, mismatch.getMessage(), mismatch.got, null);
            }
            throw failure(step, String.valueOf(e.getCause()), received(), e.getCause());
        }
    }

    private void play(Step step) throws Exception {
        switch (step) {
            case Step.Given(_, _, var sentence) -> stage.given(sentence);
            case Step.Then(_, _, var sentence) -> stage.then(sentence);
            case Step.ClientSays says -> send(says);
            case Step.ClientCloses(_, _, int number) -> connection(number).endOutput();
            case Step.ClientStartsTls(_, _, int number) -> connection(number).startTls(stage);
            case Step.ClientDeflates(_, _, int number) -> connection(number).deflate();
            case Step.ServerSays says -> expect(says);
            case Step.ServerSaysRaw says -> expectRaw(says);
            case Step.ServerReplies replies -> eatReply(replies);
            case Step.ServerSaysUntil says -> skipUntil(says);
            case Step.ServerCloses(_, _, int number) -> expectEnd(number);
        }
    }

    private void send(Step.ClientSays says) throws Exception {
        String text = patterns.fill(says.text());
        byte[] octets =
                says.raw()
                        ? Transcript.unescape(text)
                        : (text + "\r\n").getBytes(StandardCharsets.UTF_8);
        TranscriptConnection connection = connection(says.connection());
        heard('C', says.connection(), octets);
        connection.send(octets);
    }

    private void expect(Step.ServerSays says) throws Exception {
        byte[] line = line(says.connection());
        if (!patterns.matches(says.pattern(), line)) {
            throw new Mismatch("the server said something else", shown(line));
        }
    }

    private void expectRaw(Step.ServerSaysRaw says) throws Exception {
        byte[] got = connection(says.connection()).read(says.octets().length);
        heard('S', says.connection(), got);
        if (!Arrays.equals(got, says.octets())) {
            throw new Mismatch("the server said other octets", shown(got));
        }
    }

    /// RFC 5321 §4.2.1: the code and a hyphen, last the code and a space or nothing.
    private void eatReply(Step.ServerReplies replies) throws Exception {
        String code = replies.code();
        while (true) {
            String line = new String(line(replies.connection()), StandardCharsets.ISO_8859_1);
            if (line.equals(code) || line.startsWith(code + " ")) {
                return;
            }
            if (!line.startsWith(code + "-")) {
                throw new Mismatch("not a line of a reply " + code, line);
            }
        }
    }

    private void skipUntil(Step.ServerSaysUntil says) throws Exception {
        byte[] line = line(says.connection());
        while (!patterns.matches(says.pattern(), line)) {
            line = line(says.connection());
        }
    }

    private void expectEnd(int number) throws Exception {
        byte[] more = connection(number).readToEnd();
        if (more.length > 0) {
            throw new Mismatch("the server went on instead of closing", shown(more));
        }
        conversation.add("S" + suffix(number) + "-close");
    }

    private byte[] line(int number) throws Exception {
        byte[] line = connection(number).readLine();
        heard('S', number, line);
        if (line.length < 2 || line[line.length - 2] != '\r' || line[line.length - 1] != '\n') {
            throw new Mismatch(
                    line.length > 0 && line[line.length - 1] == '\n'
                            ? "the server ended a line with LF alone"
                            : "the server closed the connection",
                    shown(line));
        }
        return Arrays.copyOf(line, line.length - 2);
    }

    private void nothingLeft(int number, TranscriptConnection connection) {
        byte[] left = connection.received();
        if (left.length > 0 && !transcript.steps().isEmpty()) {
            throw failure(
                    transcript.steps().getLast(),
                    "the server said more than the transcript on connection " + number,
                    shown(left),
                    null);
        }
    }

    private TranscriptConnection connection(int number) throws Exception {
        TranscriptConnection connection = connections.get(number);
        if (connection == null) {
            connection = new TranscriptConnection(stage.connect());
            connections.put(number, connection);
        }
        return connection;
    }

    private String received() {
        StringBuilder all = new StringBuilder();
        connections.forEach((number, connection) -> {
            byte[] octets = connection.received();
            if (octets.length > 0) {
                all.append("S").append(suffix(number)).append(": ").append(shown(octets));
            }
        });
        return all.isEmpty() ? "(nothing)" : all.toString();
    }

    private void heard(char who, int number, byte[] octets) {
        conversation.add(who + suffix(number) + ": " + shown(octets));
    }

    private static String suffix(int number) {
        return number == 1 ? "" : Integer.toString(number);
    }

    /// The line end as it should be is not shown, any other octet below space is.
    private static String shown(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        text = text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
        StringBuilder shown = new StringBuilder();
        text.chars()
                .forEach(c -> {
                    switch (c) {
                        case '\r' -> shown.append("\\r");
                        case '\n' -> shown.append("\\n");
                        default -> {
                            if (c < ' ') {
                                shown.append("\\x%02x".formatted(c));
                            } else {
                                shown.append((char) c);
                            }
                        }
                    }
                });
        return shown.length() <= 2000
                ? shown.toString()
                : shown.substring(0, 2000) + "… (" + octets.length + " octets)";
    }

    private AssertionFailedError failure(
            Step step, @Nullable String what, String got, @Nullable Throwable cause) {
        String message =
                transcript.name()
                        + ":"
                        + step.line()
                        + ": "
                        + what
                        + "\n  expected: "
                        + step.source()
                        + "\n  got:      "
                        + got
                        + "\n  conversation so far:\n    "
                        + String.join("\n    ", conversation);
        return new AssertionFailedError(message, step.source(), got, cause);
    }

    /// What came is not what should.
    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        private final String got;

        Mismatch(String message, String got) {
            super(message);
            this.got = got;
        }
    }
}
