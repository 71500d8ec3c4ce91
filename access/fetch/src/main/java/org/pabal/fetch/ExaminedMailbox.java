// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

/// What EXAMINE says. RFC 3501 §6.3.2.
///
/// @param uidValidity 0 where the server names none: its UIDs are good for this session only
/// @param uidNext above every UID; 0 where the server does not say
/// @param messages how many there are
public record ExaminedMailbox(long uidValidity, long uidNext, long messages) {}
