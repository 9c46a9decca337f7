"""Fulfilment (出荷): from the instruction to the parcel that left, with the paper and files on the way.

Owns: Wave, Instruction, InstructionLine, Parcel, Scan, Service, Rate, PrintJob, ResultFile.
Promises: page counts equal orders; what leaves was scanned; a parcel moves its stock once.
Start reading at: commands/instruct.py, carriers/
"""
