// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/// Reads zone text, see {@link ZoneResolver}, and takes records one by one from whoever has them in
/// another form. One thread.
public final class ZoneText {

    static final String BOGUS = "BOGUS";

    private static final Set<String> FAULTS = Set.of("TIMEOUT", "SERVFAIL", BOGUS);
    private static final int MAX_STRING = 255; // RFC 1035 §3.3

    private final Map<Name, Map<Integer, List<Record>>> records = new HashMap<>();
    private final Map<Name, Map<Integer, String>> faults = new HashMap<>();
    private final Map<Name, Boolean> secure = new HashMap<>();
    private final Set<Name> existing = new HashSet<>(Set.of(Name.root));
    private Name origin = Name.root;
    private Name last = Name.root;

    /// @throws IllegalArgumentException naming the line that cannot be read
    public ZoneText text(String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            StringBuilder entry = new StringBuilder(withoutComment(lines.get(i)));
            boolean open = isOpen(entry);
            while (open && i + 1 < lines.size()) {
                i++;
                entry.append(' ').append(withoutComment(lines.get(i)));
                open = isOpen(entry);
            }
            try {
                if (open) {
                    throw new IllegalArgumentException("a parenthesis is not closed");
                }
                entry(entry.toString());
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "line " + number + " of the zone: " + e.getMessage(), e);
            }
        }
        return this;
    }

    /// One TXT record.
    ///
    /// @param octets of all its strings, a char each; of any length
    public ZoneText txt(String name, String octets) {
        return add(txt(name(name), octets.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static Record txt(Name owner, byte[] octets) {
        var data = new ByteArrayOutputStream();
        string(data, octets);
        return Record.newRecord(owner, Type.TXT, DClass.IN, 0, data.toByteArray());
    }

    /// One record of any type.
    ///
    /// @param type such as `MX`, or `TIMEOUT` or `SERVFAIL`
    /// @param data as in a master file
    public ZoneText record(String name, String type, String data) {
        try {
            rest(name(name), type + " " + data);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    name + " " + type + " " + data + ": " + e.getMessage(), e);
        }
        return this;
    }

    /// What has been read so far.
    public ZoneResolver build() {
        return new ZoneResolver(
                Map.copyOf(records), Map.copyOf(faults), Map.copyOf(secure), Set.copyOf(existing));
    }

    private void entry(String entry) throws IOException {
        if (entry.isBlank()) {
            return;
        }
        String[] words = entry.strip().split("\\s+", 2);
        String after = words.length > 1 ? words[1] : "";
        if (words[0].equalsIgnoreCase("$ORIGIN")) {
            origin = name(after.strip());
        } else if (words[0].equalsIgnoreCase("$TTL")) {
            // Nothing here ages.
        } else if (words[0].startsWith("$")) {
            throw new IllegalArgumentException("no such directive: " + words[0]);
        } else if (Character.isWhitespace(entry.charAt(0))) {
            rest(last, entry.strip());
        } else {
            last = name(words[0]);
            rest(last, after);
        }
    }

    /// `[ttl] [IN] type data`, in either order of the first two.
    private void rest(Name owner, String text) throws IOException {
        String rest = text;
        String word = first(rest);
        while (word.equalsIgnoreCase("IN") || word.matches("(\\d+[smhdwSMHDW]?)+")) {
            rest = rest.substring(word.length()).stripLeading();
            word = first(rest);
        }
        String keyword = word.toUpperCase(Locale.ROOT);
        String data = rest.substring(word.length()).strip();
        if (FAULTS.contains(keyword)) {
            fault(owner, Type.ANY, keyword);
        } else if (keyword.equals("SECURE") || keyword.equals("INSECURE")) {
            secure.put(owner, keyword.equals("SECURE"));
        } else {
            record(owner, type(word), data);
        }
    }

    private static String first(String text) {
        return text.split("\\s+", 2)[0];
    }

    private static int type(String word) {
        int type = word.isEmpty() ? -1 : Type.value(word);
        if (type < 0) {
            throw new IllegalArgumentException("no type of record: '" + word + "'");
        }
        return type;
    }

    private void record(Name owner, int type, String data) throws IOException {
        if (FAULTS.contains(data.toUpperCase(Locale.ROOT))) {
            fault(owner, type, data.toUpperCase(Locale.ROOT));
        } else if (type == Type.TXT) {
            add(Record.newRecord(owner, type, DClass.IN, 0, strings(data)));
        } else {
            add(Record.fromString(owner, type, DClass.IN, 0, data, origin));
        }
    }

    private static byte[] strings(String text) throws IOException {
        var data = new ByteArrayOutputStream();
        try (Tokenizer in = new Tokenizer(text)) {
            for (Tokenizer.Token token = in.get(); token.isString(); token = in.get()) {
                string(data, octets(token.value()));
            }
        }
        if (data.size() == 0) {
            throw new IllegalArgumentException("TXT without a string");
        }
        return data.toByteArray();
    }

    /// As one string of the record, or as several where it is too long for one.
    private static void string(ByteArrayOutputStream data, byte[] octets) {
        for (int at = 0; at == 0 || at < octets.length; at += MAX_STRING) {
            int length = Math.min(octets.length - at, MAX_STRING);
            data.write(length);
            data.write(octets, at, length);
        }
    }

    /// `\DDD` is an octet, `\X` is X. RFC 1035 §5.1. The tokenizer gives each octet of UTF-8 as a char.
    private static byte[] octets(String escaped) {
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                octets.write(c);
            } else if (escaped.substring(i + 1).matches("(?s)\\d{3}.*")) {
                octets.write(Integer.parseInt(escaped.substring(i + 1, i + 4)));
                i += 3;
            } else if (i + 1 < escaped.length()) {
                octets.write(escaped.charAt(++i));
            }
        }
        return octets.toByteArray();
    }

    private void fault(Name owner, int type, String kind) {
        exists(owner);
        faults.computeIfAbsent(owner, _ -> new HashMap<>())
                .put(type, kind.equals("TIMEOUT") ? "no response in time" : kind);
    }

    private ZoneText add(Record one) {
        exists(one.getName());
        records.computeIfAbsent(one.getName(), _ -> new HashMap<>())
                .computeIfAbsent(one.getType(), _ -> new ArrayList<>())
                .add(one);
        return this;
    }

    private void exists(Name name) {
        for (int labels = 0; labels < name.labels(); labels++) {
            existing.add(new Name(name, labels));
        }
    }

    private Name name(String text) {
        if (text.equals("@")) {
            return origin;
        }
        try {
            return Name.fromString(text, origin);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("no name: '" + text + "'", e);
        }
    }

    static Name below(String label, Name above) {
        try {
            return Name.concatenate(Name.fromString(label), above);
        } catch (TextParseException | NameTooLongException e) {
            return above;
        }
    }

    /// Without what follows a semicolon that stands outside quotes.
    private static String withoutComment(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    /// Whether a parenthesis is still open; those outside quotes become blanks when none is.
    private static boolean isOpen(StringBuilder entry) {
        boolean quoted = false;
        int depth = 0;
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < entry.length(); i++) {
            char c = entry.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == ')')) {
                depth += c == '(' ? 1 : -1;
                at.add(i);
            }
        }
        if (depth > 0) {
            return true;
        }
        at.forEach(i -> entry.setCharAt(i, ' '));
        return false;
    }
}
