// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.NotAuthenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.wire.Introduction;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ID: who the client is, for the log. RFC 2971.
///
/// @param fields names and values in turn
record Id(List<String> fields) implements ImapCommand.InAnyState {
    private static final Logger log = LoggerFactory.getLogger(Id.class);
    private static final int MAX_PAIRS = 30; // RFC 2971 §3.3
    private static final int MAX_NAME = 30;
    private static final int MAX_VALUE = 1024;

    /// `"ID" SP ("(" [string SP nstring *(SP string SP nstring)] ")" / nil)`
    static Id parse(ImapParser in) throws ImapSyntaxException {
        in.space();
        List<String> fields = new ArrayList<>();
        if (!in.skipWord("NIL")) {
            in.expect('(');
            if (!in.skip(')')) {
                do {
                    fields.add(limited(in, MAX_NAME, in.string()));
                    in.space();
                    fields.add(in.skipWord("NIL") ? "" : limited(in, MAX_VALUE, in.string()));
                    if (fields.size() > 2 * MAX_PAIRS) {
                        throw in.expected("at most " + MAX_PAIRS + " pairs");
                    }
                } while (in.skip(' '));
                in.expect(')');
            }
        }
        in.end();
        return new Id(List.copyOf(fields));
    }

    private static String limited(ImapParser in, int max, String text) throws ImapSyntaxException {
        if (text.length() > max) {
            throw in.expected("text of at most " + max + " characters");
        }
        return text;
    }

    private String value(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return fields.get(i + 1);
            }
        }
        return "";
    }

    /// A front of ours tells whose session it is.
    @Override
    public TaggedResponse run(Client client) throws IOException {
        if (!fields.isEmpty() && log.isInfoEnabled()) {
            StringBuilder told = new StringBuilder();
            for (int i = 0; i < fields.size(); i += 2) {
                told.append(' ').append(new LogText(fields.get(i)));
                told.append('=').append(new LogText(fields.get(i + 1)));
            }
            log.info("event=id session={} client={}", client.connection().id(), told);
        }
        if (client.state() instanceof NotAuthenticated before && before.front().isPresent()) {
            Introduction.of(
                            value("x-originating-ip"),
                            value("x-originating-port"),
                            value("x-connected-ip"),
                            value("x-connected-port"),
                            client.connection())
                    .ifPresent(client.connection()::speaksFor);
        }
        client.out().ascii("* ID (\"name\" \"Pabal\")").crlf();
        return TaggedResponse.ok("Nice to meet you");
    }
}
