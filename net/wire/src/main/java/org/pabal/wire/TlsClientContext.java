// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS in the client's role: whom to trust when a peer is verified.
public final class TlsClientContext {

    /// The key store never leaves memory.
    private static final char[] NO_PASSWORD = {};

    private final KeyManager @Nullable [] ownKeys;
    private final TrustManager[] trusted;
    private final SSLContext verifying;
    private final SSLContext anyone;
    private final boolean checksNames;
    private final boolean checksNamesOfAnyone;

    private TlsClientContext(
            KeyManager @Nullable [] ownKeys, TrustManager[] trusted, boolean checksNames) {
        this(ownKeys, trusted, checksNames, new ServerTrust.Anyone(), false);
    }

    private TlsClientContext(
            KeyManager @Nullable [] ownKeys,
            TrustManager[] trusted,
            boolean checksNames,
            X509ExtendedTrustManager anyone,
            boolean checksNamesOfAnyone) {
        this.ownKeys = ownKeys;
        this.trusted = trusted;
        this.checksNames = checksNames;
        this.checksNamesOfAnyone = checksNamesOfAnyone;
        try {
            this.verifying = context(ownKeys, trusted);
            this.anyone = context(ownKeys, new TrustManager[] {anyone});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot set TLS up", e);
        }
    }

    /// Trusts the authorities that the Java runtime trusts.
    public static TlsClientContext trustingAuthorities() {
        return new TlsClientContext(null, authorities(null), true);
    }

    /// Trusts these certificates, or what they signed, alone.
    public static TlsClientContext trusting(List<X509Certificate> certificates) {
        try {
            KeyStore store = empty();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            return new TlsClientContext(null, authorities(store), true);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("these certificates cannot be trusted", e);
        }
    }

    /// Trusts the authorities that the Java runtime trusts, and the certificates of a PEM file, or what
    /// they signed.
    public static TlsClientContext trustingAuthoritiesAnd(Path certificates) throws IOException {
        List<X509Certificate> all = new ArrayList<>(PemFiles.certificates(certificates));
        for (TrustManager each : authorities(null)) {
            if (each instanceof X509ExtendedTrustManager known) {
                all.addAll(List.of(known.getAcceptedIssuers()));
            }
        }
        return trusting(all);
    }

    /// Trusts the certificates of a PEM file, or what they signed, alone.
    public static TlsClientContext trusting(Path certificates) throws IOException {
        return trusting(PemFiles.certificates(certificates));
    }

    /// The same, but that servers are verified by a check alone.
    public TlsClientContext checking(CertificateCheck check) {
        return new TlsClientContext(
                ownKeys, new TrustManager[] {new ServerTrust.Checking(check)}, false);
    }

    /// The same, but that a server that is not verified is checked all the same, and taken whatever
    /// comes of it: for policies that are tested (RFC 8461 §5).
    ///
    /// @param witness hears why a certificate does not prove who its server is
    public TlsClientContext tolerating(Consumer<CertificateException> witness) {
        return new TlsClientContext(
                ownKeys,
                trusted,
                checksNames,
                new ServerTrust.Tolerant((X509ExtendedTrustManager) trusted[0], witness),
                checksNames);
    }

    /// The same, with a certificate for servers that ask for one.
    public TlsClientContext presenting(CertificateFiles files) throws IOException {
        KeyAndChain own = PemFiles.read(files);
        try {
            KeyStore store = empty();
            store.setKeyEntry(
                    "own", own.key(), NO_PASSWORD, own.chain().toArray(new X509Certificate[0]));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return new TlsClientContext(keys.getKeyManagers(), trusted, checksNames);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate " + files.chain() + " cannot be used", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static TrustManager[] authorities(@Nullable KeyStore trusted) {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot set TLS up", e);
        }
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager[] trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    /// @param verify whether the certificate must lead to one trusted and name the server
    SSLEngine newEngine(String serverName, int port, boolean verify) {
        SSLContext context = verify ? verifying : anyone;
        SSLEngine engine = context.createSSLEngine(serverName, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = TlsParameters.of(engine);
        name(parameters, serverName, verify ? checksNames : checksNamesOfAnyone);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /// TLS over a connected socket whose server is verified.
    SSLSocket newSocket(Socket over, String serverName, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) verifying.getSocketFactory().createSocket(over, serverName, port, true);
        SSLParameters parameters = TlsParameters.restrict(socket.getSSLParameters());
        name(parameters, serverName, checksNames);
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static void name(SSLParameters parameters, String serverName, boolean check) {
        if (isDomain(serverName)) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        if (check) {
            // The rules of RFC 6125 for host names, which all of the Internet's protocols share.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
    }

    /// An address is never sent as SNI. RFC 6066 §3.
    private static boolean isDomain(String name) {
        return !name.contains(":")
                && !name.matches("[0-9.]*")
                && name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    }
}
