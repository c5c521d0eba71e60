#!/bin/sh
# Proves a verdict with openssl alone: the key of the certificate in the message has signed this challenge,
# and a CA of the trust store has issued the certificate. Exit 0 only when both hold; both answers of openssl on stdout.
#
#   prove-verdict.sh VERDICT_FILE CHALLENGE_FILE TRUST_STORE
set -u
verdict=$1 challenge=$2 trust=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bytes() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$verdict" | openssl base64 -d -A; }

bytes certificate | openssl x509 -inform DER -out "$work/certificate.pem" || exit 2
openssl x509 -in "$work/certificate.pem" -noout -pubkey > "$work/key.pem" || exit 2
bytes signature > "$work/signature"
openssl base64 -d -A -in "$challenge" > "$work/challenge"
cat "$trust"/jpki/*.pem > "$work/authorities.pem"

openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature" "$work/challenge" 2>&1
signed=$?
answer=$(openssl verify -x509_strict -CAfile "$work/authorities.pem" "$work/certificate.pem" 2>&1)
issued=$?
printf '%s\n' "$answer" | sed "s#$work/##"
[ $signed -eq 0 ] && [ $issued -eq 0 ]
