// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pabal.cli.ExitCode;
import org.pabal.cli.PabalCommand;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.examination.Iprev;
import org.pabal.mailauth.examination.MailAuthentication;
import org.pabal.mailauth.examination.MailAuthenticator;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.message.ReversePath;
import org.pabal.server.composition.CommandResolver;
import org.pabal.server.composition.CommandResolver.UnusableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `pabal auth check`: what the checks of arriving mail say of a message in a file.
///
/// Who brought it is read from the trace fields that a server left on top of it, and may be told
/// instead.
@Command(name = "check")
public final class AuthCheckCommand implements Callable<Integer> {
    private static final String RECEIVER = "pabal.invalid";
    private static final int PIECE_OCTETS = 64 * 1024;

    private final PabalCommand pabal;

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--client", paramLabel = "ADDRESS")
    private Optional<String> client = Optional.empty();

    @Option(names = "--helo", paramLabel = "NAME")
    private Optional<String> helo = Optional.empty();

    @Option(names = "--from", paramLabel = "SENDER")
    private Optional<String> from = Optional.empty();

    @Option(names = "--zone", paramLabel = "FILE")
    private Optional<Path> zone = Optional.empty();

    public AuthCheckCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        try {
            return check(CommandResolver.of(pabal.place(), zone));
        } catch (IOException unreadable) {
            return refuse("auth.unreadable", file, String.valueOf(unreadable.getMessage()));
        } catch (UnusableException unusable) {
            return pabal.refuse(
                    "unavailable", String.valueOf(unusable.getMessage()), ExitCode.SETTINGS);
        }
    }

    private int refuse(String key, Object... arguments) {
        return pabal.refuse(
                "refused", pabal.context().messages().text(key, arguments), ExitCode.REFUSED);
    }

    private int check(Resolver resolver) throws IOException {
        try (InputStream in = new CanonicalLines(new BufferedInputStream(open()))) {
            StoredHeader header = StoredHeader.read(in);
            Optional<String> address = client.or(header::clientAddress);
            if (address.isEmpty()) {
                return refuse("auth.no-client", file);
            }
            Optional<InetAddress> sending = address(address.get());
            if (sending.isEmpty()) {
                return refuse("auth.no-address", address.get());
            }
            Optional<ReversePath> sender = sender(header);
            if (sender.isEmpty()) {
                return refuse("auth.no-sender", from.orElse(""));
            }
            SendingClient brought =
                    new SendingClient(
                            sending.get(), helo.or(header::clientName).orElse(""), sender.get());
            show(examined(resolver, brought, header, in));
            return ExitCode.DONE;
        }
    }

    private InputStream open() throws IOException {
        return file.toString().equals("-") ? System.in : Files.newInputStream(file);
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private Optional<ReversePath> sender(StoredHeader header) {
        return from.isPresent()
                ? StoredHeader.reversePath(from.get())
                : Optional.of(header.returnPath().orElse(ReversePath.NULL));
    }

    private static Findings examined(
            Resolver resolver, SendingClient brought, StoredHeader header, InputStream body)
            throws IOException {
        MailAuthenticator authenticator =
                new MailAuthenticator(
                        resolver,
                        SpfLimits.standard(),
                        DkimRules.standard(),
                        RECEIVER,
                        InstantSource.system());
        Optional<java.util.function.Supplier<Iprev>> iprev =
                Optional.of(() -> Iprev.of(brought.address(), resolver));
        try (MailAuthentication mail = authenticator.begin(brought, iprev)) {
            mail.header(header.fields());
            byte[] piece = new byte[PIECE_OCTETS];
            int read;
            while ((read = body.read(piece, 0, piece.length)) > 0) {
                mail.write(piece, 0, read);
            }
            return mail.finish();
        }
    }

    private void show(Findings findings) {
        List<MethodResult> results = findings.results("", findings.dmarc().recommended());
        PrintWriter out = pabal.context().out();
        if (pabal.json()) {
            out.println(json(findings, results));
        } else {
            SendingClient brought = findings.client();
            out.println(
                    pabal.context()
                            .messages()
                            .text(
                                    "auth.brought",
                                    brought.address().getHostAddress(),
                                    brought.helo().isEmpty() ? "-" : brought.helo(),
                                    brought.from()));
            results.forEach(result -> out.println(line(result)));
            out.println();
            out.print(new AuthenticationResults(RECEIVER, results).field().replace("\r\n", "\n"));
        }
        out.flush();
    }

    private static String line(MethodResult result) {
        StringBuilder line =
                new StringBuilder("%-6s %-10s".formatted(result.method(), result.result()));
        result.properties()
                .forEach(each ->
                        line.append(' ')
                                .append(each.type())
                                .append('.')
                                .append(each.name())
                                .append('=')
                                .append(each.value()));
        result.reason().ifPresent(reason -> line.append("\n       ").append(reason));
        return line.toString();
    }

    private static String json(Findings findings, List<MethodResult> results) {
        SendingClient brought = findings.client();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("client", brought.address().getHostAddress());
        shown.put("helo", brought.helo());
        shown.put("from", brought.from().toString());
        shown.put("results", results.stream().map(AuthCheckCommand::json).toList());
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(shown);
    }

    private static Map<String, Object> json(MethodResult result) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("method", result.method());
        shown.put("result", result.result());
        shown.put("reason", result.reason().orElse(""));
        Map<String, Object> properties = new LinkedHashMap<>();
        result.properties()
                .forEach(each -> properties.put(each.type() + "." + each.name(), each.value()));
        shown.put("properties", properties);
        return shown;
    }
}
