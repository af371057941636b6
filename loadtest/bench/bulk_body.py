#!/usr/bin/env python3
"""Writes a BulkRequest with COUNT creations of users: bulk_body.py TEMPLATE WORD COUNT. NAME in the template becomes WORD.1, WORD.2 and so on."""
import sys

template, word, count = open(sys.argv[1]).read().strip(), sys.argv[2], int(sys.argv[3])
operations = (
    '{"method":"POST","path":"/Users","bulkId":"b%d","data":%s}' % (n, template.replace("NAME", "%s.%d" % (word, n)))
    for n in range(1, count + 1)
)
sys.stdout.write(
    '{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[' + ",".join(operations) + "]}"
)
