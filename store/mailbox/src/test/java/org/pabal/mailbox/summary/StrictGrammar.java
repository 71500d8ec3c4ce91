// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads `envelope` and `body` by the letter of RFC 9051 §9, and throws at the first octet that does
/// not fit: what a client's parser would choke on.
final class StrictGrammar {
    private final byte[] octets;
    private int at;

    /// Bodies in the one read last.
    private int bodies;

    private StrictGrammar(byte[] octets) {
        this.octets = octets;
    }

    static void envelope(byte[] octets) {
        StrictGrammar in = new StrictGrammar(octets);
        in.envelope();
        in.end();
    }

    /// @param extended whether extension data may follow
    /// @return how many bodies there are, multiparts included
    static int body(byte[] octets, boolean extended) {
        StrictGrammar in = new StrictGrammar(octets);
        in.body(extended);
        in.end();
        return in.bodies;
    }

    private AssertionError wrong(String expected) {
        int from = Math.max(0, at - 40);
        String before = new String(octets, from, at - from, StandardCharsets.ISO_8859_1);
        return new AssertionError("expected " + expected + " behind " + before);
    }

    private void end() {
        if (at != octets.length) {
            throw wrong("the end");
        }
    }

    private boolean isNext(char c) {
        return at < octets.length && octets[at] == c;
    }

    private void expect(char c) {
        if (!isNext(c)) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private boolean nil() {
        if (at + 3 <= octets.length
                && octets[at] == 'N'
                && octets[at + 1] == 'I'
                && octets[at + 2] == 'L') {
            at += 3;
            return true;
        }
        return false;
    }

    /// `string = quoted / literal`
    private String string() {
        int start;
        if (isNext('{')) {
            at++;
            int size = (int) number();
            expect('}');
            expect('\r');
            expect('\n');
            start = at;
            at += size;
            if (at > octets.length) {
                throw wrong("so many octets");
            }
        } else {
            expect('"');
            start = at;
            while (!isNext('"')) {
                if (at >= octets.length
                        || octets[at] == 0
                        || octets[at] == '\r'
                        || octets[at] == '\n') {
                    throw wrong("QUOTED-CHAR");
                }
                if (octets[at] == '\\') {
                    at++;
                    if (!isNext('"') && !isNext('\\')) {
                        throw wrong("quoted-specials");
                    }
                }
                at++;
            }
            at++;
        }
        for (int i = start; i < at; i++) {
            if (octets[i] == 0) {
                throw wrong("CHAR");
            }
        }
        return utf8(start);
    }

    /// QUOTED-CHAR of RFC 9051 §9 is UTF-8.
    private String utf8(int start) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, start, at - start))
                    .toString();
        } catch (CharacterCodingException _) {
            throw wrong("UTF-8");
        }
    }

    private void nstring() {
        if (!nil()) {
            string();
        }
    }

    private long number() {
        int start = at;
        long number = 0;
        while (at < octets.length && octets[at] >= '0' && octets[at] <= '9') {
            number = number * 10 + octets[at++] - '0';
        }
        if (at == start || at - start > 19) {
            throw wrong("a number");
        }
        return number;
    }

    private void envelope() {
        expect('(');
        nstring(); // env-date
        expect(' ');
        nstring(); // env-subject
        for (int i = 0; i < 6; i++) { // env-from to env-bcc
            expect(' ');
            addresses();
        }
        expect(' ');
        nstring(); // env-in-reply-to
        expect(' ');
        nstring(); // env-message-id
        expect(')');
    }

    private void addresses() {
        if (nil()) {
            return;
        }
        expect('(');
        do {
            expect('(');
            nstring();
            for (int i = 0; i < 3; i++) {
                expect(' ');
                nstring();
            }
            expect(')');
        } while (!isNext(')'));
        expect(')');
    }

    /// `body = "(" (body-type-1part / body-type-mpart) ")"`
    private void body(boolean extended) {
        bodies++;
        expect('(');
        if (isNext('(')) {
            do {
                body(extended);
            } while (isNext('('));
            expect(' ');
            string(); // media-subtype
            if (extended && isNext(' ')) {
                expect(' ');
                parameters();
                extension();
            }
        } else {
            single(extended);
        }
        expect(')');
    }

    private void single(boolean extended) {
        String type = string();
        expect(' ');
        String subtype = string();
        expect(' ');
        parameters();
        expect(' ');
        nstring();
        expect(' ');
        nstring();
        expect(' ');
        string(); // body-fld-enc
        expect(' ');
        number();
        boolean message = type.equals("message\"") && subtype.matches("(rfc822|global)\"");
        if (message) {
            expect(' ');
            envelope();
            expect(' ');
            body(extended);
        }
        if (message || type.equals("text\"")) {
            expect(' ');
            number(); // body-fld-lines
        }
        if (type.equals("multipart\"")) {
            throw wrong("a multipart with parts");
        }
        if (extended && isNext(' ')) {
            expect(' ');
            nstring(); // body-fld-md5
            extension();
        }
    }

    private void extension() {
        expect(' ');
        if (!nil()) {
            expect('(');
            string();
            expect(' ');
            parameters();
            expect(')');
        }
        expect(' ');
        if (isNext('(')) {
            expect('(');
            string();
            while (isNext(' ')) {
                expect(' ');
                string();
            }
            expect(')');
        } else {
            nstring();
        }
        expect(' ');
        nstring();
    }

    private void parameters() {
        if (nil()) {
            return;
        }
        expect('(');
        while (true) {
            string();
            expect(' ');
            string();
            if (!isNext(' ')) {
                break;
            }
            expect(' ');
        }
        expect(')');
    }
}
