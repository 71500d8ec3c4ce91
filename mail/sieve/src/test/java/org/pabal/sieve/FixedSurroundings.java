// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A world that says what a test has told it. One line tells one thing:
///
/// ```
/// now 2026-11-21T12:00:00Z
/// zone Asia/Seoul
/// environment host = mail.example.org
/// own bob@example.org
/// mailbox Lists/pabal
/// mailboxid F123
/// specialuse Junk = \Junk
/// metadata INBOX /private/vendor/x = value      (mailbox `-`: the server's)
/// seen <id@example.org>
/// score SPAM = 7
/// list tag:example.org,2026:friends = bob@example.org
/// notify mailto:bob@example.org = online yes
/// program fortune = what it writes
/// ```
public final class FixedSurroundings implements Surroundings {
    private static final String SEPARATOR = " = ";

    private final Map<String, List<String>> envelope = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Set<String> own = new HashSet<>();
    private final Set<String> mailboxes = new HashSet<>(Set.of("INBOX"));
    private final Set<String> mailboxIds = new HashSet<>();
    private final Map<String, String> specialUses = new HashMap<>();
    private final Map<String, String> metadata = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<Score, Integer> scores = new HashMap<>();
    private final Map<URI, List<String>> lists = new HashMap<>();
    private final Map<String, String> notify = new HashMap<>();
    private final Map<String, String> programs = new HashMap<>();

    /// What was asked of programs, for a test to look at.
    final List<String> executed = new ArrayList<>();

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private ZoneId zone = ZoneId.of("UTC");

    public FixedSurroundings() {
        envelope.put("from", List.of("alice@example.net"));
        envelope.put("to", List.of("bob@example.org"));
        own.add("bob@example.org");
    }

    /// @param line `part: value`; several of one part are several values
    void envelope(String line, boolean first) {
        int colon = line.indexOf(':');
        String part = line.substring(0, colon).strip();
        List<String> values =
                new ArrayList<>(first ? List.of() : envelope.getOrDefault(part, List.of()));
        values.add(line.substring(colon + 1).strip());
        envelope.put(part, values);
    }

    /// One value, in place of what was there.
    public void envelope(String part, String value) {
        envelope.put(part, List.of(value));
    }

    void noEnvelope() {
        envelope.clear();
    }

    /// @param line see above
    public void tell(String line) {
        int space = line.indexOf(' ');
        String what = line.substring(0, space);
        String rest = line.substring(space + 1).strip();
        int separator = rest.indexOf(SEPARATOR);
        String name = separator < 0 ? rest : rest.substring(0, separator).strip();
        String value = separator < 0 ? "" : rest.substring(separator + SEPARATOR.length());
        switch (what) {
            case "now" -> now = Instant.parse(rest);
            case "zone" -> zone = ZoneId.of(rest);
            case "environment" -> environment.put(name, value);
            case "own" -> own.add(rest.toLowerCase(Locale.ROOT));
            case "mailbox" -> mailboxes.add(rest);
            case "mailboxid" -> mailboxIds.add(rest);
            case "specialuse" -> specialUses.put(name, value);
            case "metadata" -> metadata.put(name, value);
            case "seen" -> seen.add(rest);
            case "score" -> scores.put(Score.valueOf(name), Integer.parseInt(value));
            case "list" ->
                    lists.computeIfAbsent(URI.create(name), _ -> new ArrayList<>()).add(value);
            case "notify" -> notify.put(name, value);
            case "program" -> programs.put(name, value);
            default -> throw new IllegalArgumentException("nobody can be told: " + line);
        }
    }

    @Override
    public List<String> envelope(String part) {
        return envelope.getOrDefault(part, List.of());
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    @Override
    public Optional<String> environment(String item) {
        return Optional.ofNullable(environment.get(item));
    }

    @Override
    public boolean isOwn(String address) {
        return own.contains(address.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean mailboxExists(String name) {
        return mailboxes.contains(name);
    }

    @Override
    public boolean mailboxIdExists(String id) {
        return mailboxIds.contains(id);
    }

    @Override
    public boolean specialUseExists(Optional<String> mailbox, String use) {
        return specialUses.entrySet().stream()
                .anyMatch(each ->
                        (mailbox.isEmpty() || mailbox.get().equals(each.getKey()))
                                && each.getValue().equalsIgnoreCase(use));
    }

    @Override
    public Optional<String> metadata(Optional<String> mailbox, String annotation) {
        return Optional.ofNullable(metadata.get(mailbox.orElse("-") + " " + annotation));
    }

    @Override
    public boolean wasSeen(String id, Duration period, boolean last) {
        return seen.contains(id);
    }

    @Override
    public int score(Score which) {
        return scores.getOrDefault(which, 0);
    }

    @Override
    public boolean listExists(URI list) {
        return lists.containsKey(list);
    }

    @Override
    public boolean isListed(URI list, String value) {
        return lists.getOrDefault(list, List.of()).stream().anyMatch(value::equalsIgnoreCase);
    }

    @Override
    public List<String> listMembers(URI list) {
        return lists.getOrDefault(list, List.of());
    }

    @Override
    public Optional<String> notifyCapability(NotifyMethod method, String capability) {
        String answer = notify.getOrDefault(ActionText.of(method), "");
        return answer.startsWith(capability + " ")
                ? Optional.of(answer.substring(capability.length() + 1))
                : Optional.empty();
    }

    @Override
    public Optional<byte[]> execute(String program, List<String> arguments, Input input) {
        executed.add(program + " " + arguments);
        return Optional.ofNullable(programs.get(program))
                .map(output ->
                        (output
                                        + switch (input) {
                                            case Input.None() -> "";
                                            case Input.Text(String text) -> text;
                                            case Input.Message(SieveMessage message) ->
                                                    text(message);
                                        })
                                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<SieveMessage> filter(
            SieveMessage message, String program, List<String> arguments) {
        executed.add(program + " " + arguments);
        return Optional.ofNullable(programs.get(program))
                .map(top -> OctetsMessage.of(top.replace("\\n", "\n") + text(message)));
    }

    /// The octets as UTF-8.
    static String text(SieveMessage message) {
        byte[] octets = new byte[(int) message.octets()];
        int at = 0;
        int count;
        while ((count = message.read(at, octets, at, octets.length - at)) > 0) {
            at += count;
        }
        return new String(octets, 0, at, StandardCharsets.UTF_8);
    }
}
