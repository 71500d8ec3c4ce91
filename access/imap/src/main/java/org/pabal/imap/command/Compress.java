// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.wire.Connection;

/// COMPRESS: what follows the tagged OK is packed, both ways. RFC 4978. Only after log-in, so that
/// no secret is ever packed together with what a stranger may choose.
record Compress(String algorithm) implements ImapCommand.InAuthenticatedState {

    /// `"COMPRESS" SP algorithm`
    static Compress parse(ImapParser in) throws ImapSyntaxException {
        String algorithm = in.space().keyword();
        in.end();
        return new Compress(algorithm);
    }

    @Override
    public TaggedResponse run(Authenticated user) {
        Connection connection = user.client().connection();
        if (connection.isCompressed()) {
            return TaggedResponse.no(ResponseCodes.COMPRESSIONACTIVE, "DEFLATE is active already");
        }
        if (!algorithm.equals("DEFLATE")) {
            return TaggedResponse.no(ResponseCodes.CANNOT, "DEFLATE is the only algorithm");
        }
        if (!connection.mayCompress()) {
            return TaggedResponse.no(
                    ResponseCodes.LIMIT, "Too many compressed connections, go on without");
        }
        user.client().onceAnswered(connection::compress);
        return TaggedResponse.ok("DEFLATE is active");
    }
}
