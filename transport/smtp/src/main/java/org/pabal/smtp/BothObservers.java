// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// Two observers that learn the same.
record BothObservers(SmtpObserver first, SmtpObserver second) implements SmtpObserver {

    @Override
    public void sessionOpened() {
        first.sessionOpened();
        second.sessionOpened();
    }

    @Override
    public void sessionClosed() {
        first.sessionClosed();
        second.sessionClosed();
    }

    @Override
    public void mailAccepted(long octets) {
        first.mailAccepted(octets);
        second.mailAccepted(octets);
    }

    @Override
    public void refused(SmtpReply reply) {
        first.refused(reply);
        second.refused(reply);
    }

    @Override
    public void authenticated() {
        first.authenticated();
        second.authenticated();
    }

    @Override
    public void authenticationFailed() {
        first.authenticationFailed();
        second.authenticationFailed();
    }

    @Override
    public void connected(ClientFacts client) {
        first.connected(client);
        second.connected(client);
    }

    @Override
    public void disconnected(ClientFacts client) {
        first.disconnected(client);
        second.disconnected(client);
    }

    @Override
    public void refused(Refusal refusal) {
        first.refused(refusal);
        second.refused(refusal);
    }

    @Override
    public void loginFailed(ClientFacts client, String mechanism, String identity) {
        first.loginFailed(client, mechanism, identity);
        second.loginFailed(client, mechanism, identity);
    }

    @Override
    public void tolerated(Leniency leniency) {
        first.tolerated(leniency);
        second.tolerated(leniency);
    }
}
