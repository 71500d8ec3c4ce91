// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.util.Locale;

/// Everything that the doctor can say: what it is about, how bad it is, and the sentence. `{0}` and
/// `{1}` stand for what was found. Other languages have their sentences by the remark's name.
public enum Remark {
    HOST_OK("host", Level.OK, "The host name {0} has the addresses {1}."),
    HOST_NO_ADDRESS(
            "host",
            Level.FAULT,
            "The host name {0} has no address. Others refuse mail from a server whose name leads"
                    + " nowhere: publish its address, or set hostname to the right name."),
    HOST_ELSEWHERE(
            "host",
            Level.WARNING,
            "The host name {0} has the address {1}, which is not on an interface of this host. That"
                    + " is right behind address translation, and wrong otherwise."),
    HOST_BARE(
            "host",
            Level.FAULT,
            "The host name {0} is not a full name with a domain. Set hostname to the name by which"
                    + " others reach this server."),
    DNS_SILENT(
            "dns",
            Level.WARNING,
            "The DNS does not answer about {0}: {1}. What follows from it cannot be told; ask"
                    + " again later."),
    PTR_OK("ptr", Level.OK, "The address {0} has the name {1}, and back."),
    PTR_NONE(
            "ptr",
            Level.FAULT,
            "The address {0} has no name (PTR). Many servers refuse its mail: ask the provider of"
                    + " the address to set its PTR record to {1}."),
    PTR_UNCONFIRMED(
            "ptr",
            Level.FAULT,
            "The address {0} has a name that does not lead back to it: {1}. Make both agree."),
    PTR_OTHER_NAME(
            "ptr",
            Level.WARNING,
            "The address {0} has the name {1}, but the server greets with another. Let the PTR"
                    + " record and hostname be the same."),
    MX_OK("mx", Level.OK, "Mail for the domain comes to this server by {0}."),
    MX_NO_DOMAIN(
            "mx",
            Level.FAULT,
            "The domain {0} does not exist in the DNS. Register it, or delegate it to name servers"
                    + " that know it."),
    MX_NONE(
            "mx",
            Level.FAULT,
            "The domain {0} has no MX record. Without one, mail is only tried at an address of the"
                    + " domain itself."),
    MX_NULL(
            "mx",
            Level.FAULT,
            "The domain {0} says that it takes no mail (null MX). Replace that record."),
    MX_NULL_AND_MORE(
            "mx",
            Level.FAULT,
            "The domain {0} has a null MX beside other MX records, which excludes them. Remove it."),
    MX_ELSEWHERE(
            "mx",
            Level.FAULT,
            "No MX record of the domain leads to this server; they name {0}. If a filter or proxy"
                    + " stands before this server, that is right; otherwise publish this server."),
    MX_ALIAS(
            "mx",
            Level.FAULT,
            "The MX record names {0}, which is an alias (CNAME). Name the host itself (RFC 5321"
                    + " section 5.1)."),
    MX_IS_ADDRESS(
            "mx",
            Level.FAULT,
            "The MX record names {0}, an address. It must name a host; senders pass it over."),
    MX_WITHOUT_ADDRESS(
            "mx", Level.FAULT, "The MX record names {0}, which has no address. Publish one."),
    SPF_OK("spf", Level.OK, "SPF lets {0} send for the domain: {1}."),
    SPF_NONE(
            "spf",
            Level.FAULT,
            "The domain has no SPF record. Large providers refuse or file as spam what comes from"
                    + " it."),
    SPF_BROKEN("spf", Level.FAULT, "The SPF record cannot be followed: {0}."),
    SPF_FORBIDS(
            "spf",
            Level.FAULT,
            "SPF does not let {0} send for the domain: {1}. Add the address, or mx, to the record."),
    SPF_OPEN(
            "spf",
            Level.FAULT,
            "The SPF record lets everyone send for the domain ({0}). End it with -all or ~all."),
    DKIM_OK("dkim", Level.OK, "The key {0} stands in the DNS as it should."),
    DKIM_NO_KEY(
            "dkim",
            Level.WARNING,
            "This server has no DKIM key for the domain and does not sign its mail. Make one with:"
                    + " pabal dkim rotate {0}"),
    DKIM_MISSING(
            "dkim",
            Level.FAULT,
            "The key {0} does not stand in the DNS: signatures with it fail everywhere. Publish"
                    + " it."),
    DKIM_WRONG("dkim", Level.FAULT, "The record of the key {0} is wrong: {1}. Replace it."),
    DMARC_OK("dmarc", Level.OK, "DMARC asks receivers for p={0}."),
    DMARC_ABOVE("dmarc", Level.OK, "DMARC of {0} holds for the domain too, with p={1}."),
    DMARC_NONE(
            "dmarc",
            Level.FAULT,
            "The domain has no DMARC record. Large providers demand one of those who send much;"
                    + " begin by watching."),
    DMARC_SEVERAL(
            "dmarc", Level.FAULT, "The domain has {0} DMARC records: none counts. Leave one."),
    DMARC_BROKEN("dmarc", Level.FAULT, "The DMARC record is wrong: {0}."),
    DMARC_REMARK("dmarc", Level.WARNING, "In the DMARC record: {0}."),
    DMARC_WATCHES(
            "dmarc",
            Level.WARNING,
            "DMARC only watches (p=none): mail that forges the domain is delivered. When reports"
                    + " show that all of your mail passes, go on to p=quarantine or p=reject."),
    DMARC_FOREIGN_REPORTS(
            "dmarc",
            Level.FAULT,
            "DMARC reports are to go to {0}, whose domain does not say that it wants them. There"
                    + " must stand this record in its zone, or no report comes."),
    STS_OK("mta-sts", Level.OK, "MTA-STS is in force ({0}): senders insist on TLS with {1}."),
    STS_NONE(
            "mta-sts",
            Level.WARNING,
            "The domain has no MTA-STS policy: somebody on the way can keep senders from using"
                    + " TLS. Serve the policy shown at https://mta-sts.{0}/.well-known/mta-sts.txt"
                    + " and publish the record."),
    STS_RECORD_BROKEN("mta-sts", Level.FAULT, "The MTA-STS record is wrong: {0}."),
    STS_POLICY_BROKEN(
            "mta-sts",
            Level.FAULT,
            "The domain says that it has an MTA-STS policy, and it cannot be had: {0}."),
    STS_OFFLINE(
            "mta-sts", Level.OK, "The MTA-STS record has the id {0}; the policy was not fetched."),
    STS_TESTING(
            "mta-sts",
            Level.WARNING,
            "The MTA-STS policy is in mode {0}: senders report, and deliver without TLS all the"
                    + " same. When TLS reports show no failures, go on to mode enforce."),
    STS_MX_MISSING(
            "mta-sts",
            Level.FAULT,
            "The MTA-STS policy does not name the mail exchanger {0}: senders that keep to the"
                    + " policy do not deliver to it. Add it, and change the id of the record."),
    STS_CERTIFICATE(
            "mta-sts",
            Level.FAULT,
            "Senders that keep to the MTA-STS policy demand a certificate for {0}, and this server"
                    + " shows none of an authority with that name."),
    TLSA_NONE("tlsa", Level.OK, "{0} has no TLSA records: DANE is not used."),
    TLSA_OK("tlsa", Level.OK, "A TLSA record of {0} matches the certificate of this server."),
    TLSA_MISMATCH(
            "tlsa",
            Level.FAULT,
            "No TLSA record of {0} matches a certificate of this server: senders that use DANE do"
                    + " not deliver. Publish the record shown, and publish the next one before"
                    + " the certificate changes."),
    TLSA_INSECURE(
            "tlsa",
            Level.WARNING,
            "The TLSA records of {0} are not signed by DNSSEC, or this resolver cannot tell: then"
                    + " senders pass them over."),
    TLSRPT_OK("tls-rpt", Level.OK, "Senders report on TLS to {0}."),
    TLSRPT_NONE(
            "tls-rpt",
            Level.WARNING,
            "Nobody reports to you when TLS with your mail exchangers fails. Publish the record to"
                    + " hear of it."),
    TLSRPT_BROKEN("tls-rpt", Level.FAULT, "The record for TLS reports is wrong: {0}."),
    BIMI_NONE("bimi", Level.OK, "There is no BIMI record: no picture is shown with mail."),
    BIMI_OK("bimi", Level.OK, "The BIMI record names the picture {0}."),
    BIMI_BROKEN("bimi", Level.WARNING, "The BIMI record is wrong: {0}."),
    BIMI_NEEDS_DMARC(
            "bimi",
            Level.WARNING,
            "There is a BIMI record, but pictures are shown only with DMARC at p=quarantine or"
                    + " p=reject.");

    /// How bad it is.
    public enum Level {
        OK,
        WARNING,
        FAULT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String topic;
    private final Level level;
    private final String sentence;

    Remark(String topic, Level level, String sentence) {
        this.topic = topic;
        this.level = level;
        this.sentence = sentence;
    }

    public String topic() {
        return topic;
    }

    public Level level() {
        return level;
    }

    /// In English.
    public String sentence() {
        return sentence;
    }
}
