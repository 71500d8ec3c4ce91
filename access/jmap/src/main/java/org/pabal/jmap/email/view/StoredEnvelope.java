// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.StoredMessage.Stretch;
import org.pabal.message.mime.HeaderText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// An ENVELOPE as the store keeps it, read field by field. RFC 9051 §7.5.2. It is ours: written in
/// one form, and whole.
final class StoredEnvelope {
    static final int DATE = 0;
    static final int SUBJECT = 1;
    static final int FROM = 2;
    static final int TO = 5;
    static final int CC = 6;
    static final int BCC = 7;

    private static final int FIELDS = 10;

    private final byte[] octets;

    /// Where each field begins.
    private final int[] places = new int[FIELDS];

    private int at;

    StoredEnvelope(Stretch stretch) {
        this.octets = stretch.octets();
        this.at = stretch.offset() + 1;
        for (int field = 0; field < FIELDS; field++) {
            places[field] = at;
            skip();
            at++; // a space, or the last parenthesis
        }
    }

    boolean isAbsent(int field) {
        return octets[places[field]] == 'N';
    }

    Optional<String> text(int field) {
        at = places[field];
        return Optional.ofNullable(nstring());
    }

    ArrayNode addresses(int field) {
        ArrayNode addresses = JsonNodeFactory.instance.arrayNode();
        at = places[field];
        if (isAbsent(field)) {
            return addresses;
        }
        at++;
        while (octets[at] == '(') {
            at++;
            String name = word();
            nstring();
            at++;
            String localPart = word();
            @Nullable String host = nstring();
            at++;
            if (host != null) { // else a group begins or ends
                addresses.add(
                        HeaderValues.address(readable(name), readable(localPart), readable(host)));
            }
        }
        return addresses;
    }

    private static String readable(String text) {
        return HeaderValues.composed(HeaderText.decodeWords(text));
    }

    private String word() {
        @Nullable String text = nstring();
        at++;
        return text == null ? "" : text;
    }

    /// Behind a string, NIL or a list.
    private void skip() {
        int depth = 0;
        do {
            switch (octets[at]) {
                case '(' -> {
                    depth++;
                    at++;
                }
                case ')' -> {
                    depth--;
                    at++;
                }
                case ' ' -> at++;
                case '"' -> skipQuoted();
                case '{' -> at = literalStart() + literalLength();
                default -> at += 3; // NIL
            }
        } while (depth > 0);
    }

    private void skipQuoted() {
        at++;
        while (octets[at] != '"') {
            at += octets[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    /// Behind `{n}` and its line end.
    private int literalStart() {
        int end = at;
        while (octets[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    private int literalLength() {
        int length = 0;
        for (int i = at + 1; octets[i] != '}'; i++) {
            length = length * 10 + octets[i] - '0';
        }
        return length;
    }

    private @Nullable String nstring() {
        return switch (octets[at]) {
            case '"' -> {
                int start = at + 1;
                skipQuoted();
                yield unescaped(start, at - 1);
            }
            case '{' -> {
                int start = literalStart();
                at = start + literalLength();
                yield new String(octets, start, at - start, StandardCharsets.UTF_8);
            }
            default -> {
                at += 3;
                yield null;
            }
        };
    }

    private String unescaped(int start, int end) {
        byte[] plain = Arrays.copyOfRange(octets, start, end);
        int size = 0;
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] == '\\') {
                i++;
            }
            plain[size++] = plain[i];
        }
        return new String(plain, 0, size, StandardCharsets.UTF_8);
    }
}
