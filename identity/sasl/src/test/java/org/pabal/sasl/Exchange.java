// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// Carries challenges and responses between two mechanisms, as a session does.
final class Exchange {
    private Exchange() {}

    /// The server's last word. A success with data is shown to the client, too.
    static SaslStep run(SaslClientMechanism client, SaslServerMechanism server) {
        SaslStep step = server.step(client.clientFirst() ? client.initialResponse() : new byte[0]);
        for (int i = 0; i < 5 && step instanceof SaslStep.Challenge(byte[] octets); i++) {
            if (!(client.respond(octets) instanceof SaslClientStep.Response(byte[] response))) {
                return new SaslStep.Malformed("the client gave up");
            }
            step = server.step(response);
        }
        if (step instanceof SaslStep.Success(_, _, var data) && data.isPresent()) {
            SaslClientStep unused = client.respond(data.get());
        }
        return step;
    }
}
