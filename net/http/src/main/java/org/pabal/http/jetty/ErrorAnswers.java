// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.pabal.http.Problem;
import org.pabal.wire.Gatekeeper;
import org.pabal.wire.Misconduct;

/// What is answered to requests that never became one: outside the grammar, or over a limit of the
/// parser. Says nothing of what the client sent, and tells the gatekeeper.
final class ErrorAnswers extends ErrorHandler {
    private final transient Gatekeeper gatekeeper;

    ErrorAnswers(Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 400 : response.getStatus();
        if (status < 500
                && request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress peer) {
            gatekeeper.noticed(
                    peer.getAddress(),
                    request.getConnectionMetaData().getConnector() instanceof GuardedConnector door
                            ? door.getName()
                            : "http",
                    Misconduct.PROTOCOL_ABUSE,
                    "a request outside the grammar");
        }
        byte[] body = body(status);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static byte[] body(int status) {
        return new Problem(status, "The request is not one that HTTP knows, or is over a limit.")
                .json()
                .getBytes(StandardCharsets.UTF_8);
    }
}
