// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be typed, with the short forms that Cyrus' cyradm has.
@SuppressWarnings("ImmutableEnumChecker") // its lists cannot be changed
enum Verb {
    AUTHENTICATE("authenticate", "[user]", "not needed here", "auth", "login"),
    CHDIR("chdir", "directory", "change the folder of output files", "cd"),
    CREATE("createmailbox", "[--specialuse specialuse] mailbox", "create mailbox", "create", "cm"),
    DELETE_ACL(
            "deleteaclmailbox",
            "mailbox id [id ...]",
            "remove ACLs from mailbox",
            "deleteacl",
            "dam"),
    DELETE("deletemailbox", "mailbox", "delete mailbox", "delete", "dm"),
    DISCONNECT("disconnect", "", "disconnect from current server", "disc"),
    EXIT("exit", "[number]", "exit cyradm", "quit"),
    GET_METADATA("getmetadata", "[mailbox]", "display mailbox/server metadata", "getmd"),
    HELP("help", "[command]", "show commands", "show", "?"),
    INFO("info", "[mailbox]", "display mailbox/server annotations"),
    LIST_ACL("listacl", "mailbox", "list ACLs on mailbox", "lam", "listaclmailbox"),
    LIST(
            "listmailbox",
            "[-subscribed] [-specialuse] [pattern [base]]",
            "list mailboxes",
            "list",
            "lm"),
    LIST_QUOTA("listquota", "root", "list quotas on specified root", "lq"),
    LIST_QUOTA_ROOT(
            "listquotaroot", "mailbox", "show quota roots and quotas for mailbox", "lqr", "lqm"),
    LIST_SUBSCRIBED("listsubscribed", "[pattern]", "list subscribed mailboxes", "lsub"),
    MBOXCFG(
            "mboxcfg",
            "[--private] mailbox [comment|specialuse|/<explicit annotation>] value",
            "configure mailbox",
            "mboxconfig"),
    RECONSTRUCT("reconstruct", "[-r] mailbox", "check a mailbox and mend it"),
    RENAME("renamemailbox", "oldname newname", "rename mailbox", "rename", "renm"),
    SERVER("server", "", "show current server", "servername", "connect"),
    SET_ACL(
            "setaclmailbox",
            "mailbox id rights [id rights ...]",
            "set ACLs on mailbox",
            "setacl",
            "sam"),
    SET_INFO("setinfo", "attribute text", "set server metadata"),
    SET_METADATA(
            "setmetadata",
            "[--private] mailbox [comment|specialuse|/<explicit annotation>] value",
            "set metadata to mailbox",
            "setmd"),
    SET_QUOTA(
            "setquota",
            "mailbox num | mailbox resource value [resource value ...]",
            "set quota on mailbox or resource",
            "sq"),
    SUBSCRIBE("subscribe", "mailbox", "subscribe its owner to a mailbox", "sub"),
    UNSUBSCRIBE("unsubscribe", "mailbox", "unsubscribe its owner from a mailbox", "unsub"),
    VERSION("version", "", "display version info of current server", "ver"),
    TRANSFER("xfermailbox", "mailbox server", "move an account to a different server", "xfer");

    private final String word;
    private final String arguments;
    private final String help;
    private final List<String> shortForms;

    Verb(String word, String arguments, String help, String... shortForms) {
        this.word = word;
        this.arguments = arguments;
        this.help = help;
        this.shortForms = List.of(shortForms);
    }

    static Optional<Verb> of(String typed) {
        for (Verb verb : values()) {
            if (verb.word.equals(typed) || verb.shortForms.contains(typed)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    /// Everything that can be typed as a verb.
    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Verb verb : values()) {
            words.add(verb.word);
            words.addAll(verb.shortForms);
        }
        words.sort(null);
        return words;
    }

    String word() {
        return word;
    }

    String help() {
        return help;
    }

    /// The verb with its short forms.
    String forms() {
        return shortForms.isEmpty() ? word : word + ", " + String.join(", ", shortForms);
    }

    String usage() {
        return (word + " " + arguments).stripTrailing();
    }
}
