// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.ForwardPath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.mta.policy.ContentVerdict;
import org.pabal.mta.policy.Edit;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A policy service's part in one connection. What it wants done to the mail as a whole is kept
/// until its content is there.
final class PolicyServiceCheck implements SessionCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyServiceCheck.class);

    /// Each recipient may bring one.
    private static final int MAX_EDITS = 1_000;

    private final PolicyService service;
    private Optional<PolicyDialogue> dialogue = Optional.empty();
    private final List<Edit> edits = new ArrayList<>();
    private Optional<String> discarded = Optional.empty();

    PolicyServiceCheck(PolicyService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return service.label();
    }

    @Override
    public Verdict mail(MailFacts mail) {
        reset();
        return asked(PolicyStage.MAIL, mail, mail.from().toString(), "", 0, announced(mail));
    }

    @Override
    public Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request) {
        String path = to.toString();
        String address = path.substring(1, path.length() - 1);
        return asked(PolicyStage.RCPT, mail, path, address, 0, announced(mail));
    }

    private static long announced(MailFacts mail) {
        return mail.parameters().size().orElse(0);
    }

    @Override
    public ContentVerdict content(MailFacts mail, List<String> recipients, CheckedMessage message) {
        String only = recipients.size() == 1 ? recipients.getFirst() : "";
        int count = recipients.size();
        Verdict verdict = asked(PolicyStage.DATA, mail, "<DATA>", only, count, announced(mail));
        if (verdict instanceof Verdict.Accept) {
            verdict =
                    asked(
                            PolicyStage.END_OF_MESSAGE,
                            mail,
                            "<END-OF-MESSAGE>",
                            only,
                            count,
                            message.octets());
        }
        if (verdict instanceof Verdict.Refuse refusal) {
            return new ContentVerdict.Refuse(refusal);
        }
        return discarded.isPresent()
                ? new ContentVerdict.Discard(service.label() + ": " + discarded.get())
                : new ContentVerdict.Accept(edits);
    }

    /// @param about what a refusal names
    private Verdict asked(
            PolicyStage stage,
            MailFacts mail,
            String about,
            String recipient,
            int recipients,
            long octets) {
        if (!service.config().stages().contains(stage) || discarded.isPresent()) {
            return Verdict.ACCEPT;
        }
        PolicyRequest request =
                new PolicyRequest(
                        stage, mail, recipient, recipients, octets, service.config().version());
        try {
            PolicyAction action = PolicyAction.parse(answer(request.octetsOnTheWire()));
            return done(action, stage, mail, about);
        } catch (IOException trouble) {
            close();
            return service.failed(trouble);
        }
    }

    /// A service may close a connection that has waited long: it is asked once more.
    private String answer(byte[] request) throws IOException {
        if (dialogue.isPresent()) {
            try {
                return dialogue.get().ask(request);
            } catch (IOException stale) {
                close();
            }
        }
        PolicyDialogue begun = new PolicyDialogue(service.connect());
        dialogue = Optional.of(begun);
        return begun.ask(request);
    }

    private Verdict done(PolicyAction action, PolicyStage stage, MailFacts mail, String about) {
        switch (action) {
            case PolicyAction.Pass _ -> {}
            case PolicyAction.Warn(var text) -> warn(mail, "policy-warning", about, text);
            case PolicyAction.Prepend(var field) ->
                    edit(new Edit.InsertField(prepended(), field)); // in the order of the answers
            case PolicyAction.Hold(var text) -> edit(new Edit.Hold(text.isEmpty() ? "held" : text));
            case PolicyAction.Copy(var to) ->
                    edit(new Edit.AddRecipient(to, RecipientRequest.NONE));
            case PolicyAction.Discard(var text) -> discarded = Optional.of(text);
            case PolicyAction.Refuse(int code, var status, var text) -> {
                String shown = ascii(about) + ": " + stage.rejected() + ": " + text;
                return new Verdict.Refuse(
                        new SmtpReply(code, Optional.of(status), List.of(shown)),
                        service.label() + ": " + text);
            }
            case PolicyAction.Unknown(var text) -> {
                warn(mail, "policy-action-unknown", about, text);
                return Verdict.refuse(
                        451,
                        "4.3.5",
                        "Server configuration error",
                        service.label() + " wants what cannot be done: " + text);
            }
        }
        return Verdict.ACCEPT;
    }

    private void edit(Edit edit) {
        if (edits.size() < MAX_EDITS) {
            edits.add(edit);
        }
    }

    private int prepended() {
        return (int) edits.stream().filter(Edit.InsertField.class::isInstance).count();
    }

    private void warn(MailFacts mail, String event, String about, String text) {
        LOG.warn(
                "session={} mail={} event={} service={} about={} text=\"{}\"",
                mail.client().sessionId(),
                mail.mailId(),
                event,
                service.config().name(),
                about,
                text.replace('"', '\''));
    }

    private static String ascii(String about) {
        return about.chars().allMatch(c -> c >= 0x20 && c < 0x7f) ? about : "<address>";
    }

    @Override
    public void reset() {
        edits.clear();
        discarded = Optional.empty();
    }

    @Override
    public void close() {
        dialogue.ifPresent(PolicyDialogue::close);
        dialogue = Optional.empty();
    }
}
