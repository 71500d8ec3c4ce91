// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

/// What others are told of a mail that has come, as people see it: the authors of its header section,
/// never an address of SRS. A text that is not there is empty.
///
/// @param name of the first author
/// @param address of the same
/// @param preview its first words. RFC 8970
/// @param mailbox into which it was filed
/// @param messageId with its angle brackets
public record NewMail(
        String name,
        String address,
        String subject,
        String preview,
        String mailbox,
        String messageId) {}
