// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Features;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// ENABLE. RFC 9051 §6.3.1. Names that mean nothing here are passed over, as it asks.
record Enable(List<String> names) implements ImapCommand.InAuthenticatedState {

    /// `"ENABLE" 1*(SP capability)`
    static Enable parse(ImapParser in) throws ImapSyntaxException {
        List<String> names = new ArrayList<>();
        do {
            names.add(in.space().keyword());
        } while (!in.isAtEnd());
        return new Enable(List.copyOf(names));
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Features features = user.client().features();
        boolean sawModSeq = features.showsModSeq();
        ResponseWriter out = user.out().ascii("* ENABLED");
        for (Feature feature : Feature.values()) {
            if (names.stream().anyMatch(feature.token()::equalsIgnoreCase)
                    && features.enable(feature)) {
                out.octet(' ').ascii(feature.token());
            }
        }
        out.crlf();
        if (!sawModSeq && features.showsModSeq() && user.selected().isPresent()) {
            SelectedMailbox selected = user.selected().get();
            selected.writeHighestModSeq();
        }
        return TaggedResponse.ok("Enabled");
    }
}
